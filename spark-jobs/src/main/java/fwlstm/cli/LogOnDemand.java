package fwlstm.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.logging.log4j.LogManager;

/**
 * Opens the log file with the first message. Commands that read results on this machine have none as a rule, and opening
 * it takes as long as their work.
 */
final class LogOnDemand extends Handler {
    private static final SimpleFormatter TEXT = new SimpleFormatter();

    private boolean open;

    private LogOnDemand() {}

    /** From now on messages of this program are logged; those of libraries are not. */
    static void install() {
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // it would announce that provider
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new LogOnDemand());
    }

    @Override
    public synchronized void publish(LogRecord message) {
        if (!open) {
            LogFile.useUnlessConfigured();
            open = true;
        }
        LogManager.getLogger(message.getLoggerName())
                .log(level(message.getLevel()), TEXT.formatMessage(message), message.getThrown());
    }

    private static org.apache.logging.log4j.Level level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return org.apache.logging.log4j.Level.ERROR;
        } else if (level.intValue() >= Level.WARNING.intValue()) {
            return org.apache.logging.log4j.Level.WARN;
        }
        return org.apache.logging.log4j.Level.INFO;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
