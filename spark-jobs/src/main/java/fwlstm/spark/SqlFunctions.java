package fwlstm.spark;

import fwlstm.statistics.ConfidenceInterval;
import fwlstm.statistics.Values;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Functions for queries:
 *
 * <ul>
 *   <li>{@code t_half_width(n, std)}: half the width of the 95 % confidence interval of a mean, by Student's t;
 *   <li>{@code mean_of(list)}, {@code std_of(list)}, {@code sum_of(list)}: mean, sample standard deviation and sum of a
 *       list of numbers, such as {@code collect_list(test_error)}. The last digits of Spark's own {@code avg}, {@code
 *       stddev} and {@code sum} depend on the order of addition, and thus on files, cores and chance; those of these
 *       functions do not.
 * </ul>
 */
final class SqlFunctions {
    private static final UDF2<Long, Double, Double> HALF_WIDTH =
            (n, std) -> n == null || n < 2 || std == null ? null : ConfidenceInterval.halfWidth(n, std);

    private SqlFunctions() {}

    static void register(SparkSession spark) {
        spark.udf().register("t_half_width", HALF_WIDTH, DataTypes.DoubleType);
        spark.udf().register("mean_of", of(Values::mean), DataTypes.DoubleType);
        spark.udf().register("std_of", of(Values::std), DataTypes.DoubleType);
        spark.udf().register("sum_of", of(Values::sum), DataTypes.DoubleType);
    }

    private static UDF1<Seq<Number>, Double> of(Statistic statistic) {
        return list -> {
            if (list == null) {
                return null;
            }
            List<Number> numbers = CollectionConverters.asJava(list).stream()
                    .filter(number -> number != null)
                    .toList();
            return statistic.apply(Values.of(numbers));
        };
    }

    /** Goes to executors with the function. */
    private interface Statistic extends Function<Values, Double>, java.io.Serializable {}
}
