/**
 * What every command of {@code ./retain} shares: options, help, progress, summary, exit code and a
 * clean stop. Commands extend {@link org.retain.jobs.command.Command}; jobs that Flink starts
 * itself read their arguments with {@link org.retain.jobs.command.JobConfiguration}.
 */
package org.retain.jobs.command;
