/** Files on any file system that Flink knows, which every station may write. */
package org.retain.operators.file;
