package org.retain.jobs.report;

/** A report cannot be made of what a directory holds; the message says what to do. */
public final class ReportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
