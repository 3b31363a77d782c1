/** How it is wired: one class per Flink job, its options, the launcher and the embedded cluster. */
package org.retain.jobs;
