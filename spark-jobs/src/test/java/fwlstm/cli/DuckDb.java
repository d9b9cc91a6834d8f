package fwlstm.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;

/** DuckDB's command line, as far as tests need it: answers the statements that are its arguments, a row on a line. */
final class DuckDb {
    private DuckDb() {}

    public static void main(String[] statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            for (String sql : statements) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        StringJoiner line = new StringJoiner(",");
                        for (int k = 1; k <= rows.getMetaData().getColumnCount(); k++) {
                            line.add(String.valueOf(rows.getObject(k)));
                        }
                        System.out.println(line);
                    }
                } catch (SQLException e) {
                    System.out.println(
                            "error " + e.getMessage().lines().findFirst().orElse(""));
                }
            }
        }
    }
}
