"""Runs the notebooks beside this file from top to bottom; the first error ends it.

    python execute.py                     runs all, and writes each with its outputs
    python execute.py 03-forgetting.ipynb runs one
    python execute.py --check             writes nothing; ends with 1 where a committed text output is not what came out

What differs from run to run (times, the machine's kernel and paths, widget state) is not written, so that the same
files give the same notebooks. Install requirements.txt first.
"""

import argparse
import base64
import io
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image
from traitlets.config import Config

HERE = Path(__file__).resolve().parent
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# Only a hang takes so long; importing the libraries on busy cores may take a minute.
SECONDS_PER_CELL = 300
COLOURS = 128


def execute(path):
    """The notebook at the path, run anew."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    # Sockets in the file system, so that no port is opened.
    with tempfile.TemporaryDirectory() as sockets:
        NotebookClient(
            notebook,
            kernel_name="python3",
            config=Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"}}),
            coalesce_streams=True,
            timeout=SECONDS_PER_CELL,
            startup_timeout=SECONDS_PER_CELL,
            resources={"metadata": {"path": str(HERE)}},
            record_timing=False,
        ).execute()
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {}
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output["metadata"] = {}
            # A figure's text is its size and address, which nobody reads beside the picture.
            if "image/png" in output.get("data", {}):
                output["data"].pop("text/plain", None)
                output["data"]["image/png"] = small(output["data"]["image/png"])
    return notebook


def small(png):
    """A picture in base64 with a palette of few colours, a third of the bytes."""
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    file = io.BytesIO()
    picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "png", optimize=True)
    return base64.b64encode(file.getvalue()).decode()


def texts(notebook):
    """What each code cell printed or showed, pictures left out."""
    return [
        [
            output.get("text") or {k: v for k, v in output.get("data", {}).items() if k.startswith("text/")}
            for output in cell.outputs
        ]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", nargs="*", help="names of notebooks; none: all")
    parser.add_argument("--check", action="store_true", help="compare with the committed outputs, write nothing")
    arguments = parser.parse_args()
    stale = []
    for path in [HERE / name for name in arguments.notebooks] or sorted(HERE.glob("*.ipynb")):
        start = time.monotonic()
        try:
            notebook = execute(path)
        except CellExecutionError as e:
            sys.exit(f"{path.name} failed: {e.ename}: {e.evalue}\n{e}")
        if not arguments.check:
            nbformat.write(notebook, path)
        elif texts(notebook) != texts(nbformat.read(path, as_version=4)):
            stale.append(path.name)
        print(f"{path.name}: {time.monotonic() - start:.1f} s")
    if stale:
        sys.exit(f"Stale outputs in {', '.join(stale)}: run python notebooks/execute.py and commit what changes.")


if __name__ == "__main__":
    main()
