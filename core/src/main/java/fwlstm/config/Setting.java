package fwlstm.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents and bounds one component of a configuration record. The component's name in snake_case is the key in sweep
 * files, the column of the tables and the option on the command line; this annotation is the only place of its help
 * text, default and range.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** Its meaning in one phrase, with symbol and unit. */
    String value();

    /** The default as in a sweep file; {@link #REQUIRED} if there is none. */
    String defaultValue() default REQUIRED;

    /** Smallest allowed number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Whether {@link #min} itself is refused. */
    boolean exclusiveMin() default false;

    /** Largest allowed number. */
    double max() default Double.POSITIVE_INFINITY;

    /** Stands for "no default". */
    String REQUIRED = "required";

    /** Stands for "not set"; the component is null. */
    String UNSET = "null";
}
