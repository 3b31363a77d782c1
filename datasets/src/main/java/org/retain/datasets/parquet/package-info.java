/**
 * Segments in Parquet files: scalar columns that pandas and DuckDB query as they are, and one
 * BINARY column per tensor with its raw little-endian bytes.
 *
 * <p>A tensor's dtype and trailing shape stand in the file's metadata; five lines of Python give
 * the screens back as [T+1, 24, 80]:
 *
 * <pre>{@code
 * import json, numpy, pyarrow.parquet
 * table = pyarrow.parquet.read_table("shard-00000.parquet")
 * tensors = {t["column"]: t for t in json.loads(table.schema.metadata[b"retain.tensors"])}
 * get = lambda name, row: numpy.frombuffer(table[name][row].as_py(), tensors[name]["numpy"])
 * chars = get("tty_chars", 0).reshape(-1, *tensors["tty_chars"]["shape"])
 * }</pre>
 */
package org.retain.datasets.parquet;
