package fwlstm.serve;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names under which a server may be asked. A foreign page can make a browser ask this server under the page's own
 * name, and would then be allowed to read the answer; the header {@code Host} tells.
 */
final class Hosts {
    private static final String LOOPBACK = "localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]";

    private final Set<String> names = new HashSet<>();

    /**
     * The loopback names, and if the server can be reached from elsewhere those of this machine.
     *
     * @param bound the address that the server listens at
     * @param others more names
     */
    Hosts(InetAddress bound, Collection<String> others) {
        others.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        if (!bound.isLoopbackAddress()) {
            names.add(literal(bound));
            try {
                InetAddress here = InetAddress.getLocalHost();
                names.add(here.getHostName().toLowerCase(Locale.ROOT));
                names.add(here.getCanonicalHostName().toLowerCase(Locale.ROOT));
            } catch (UnknownHostException e) { // then it has no name
                System.getLogger("fwlstm.serve").log(System.Logger.Level.DEBUG, "this machine has no name", e);
            }
        }
    }

    /** An address as in an URL. */
    static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return plain.contains(":") ? "[" + plain + "]" : plain;
    }

    /**
     * Whether a request under this name is answered.
     *
     * @param header the value of {@code Host}, or null
     * @param reached the address of this machine at which the request came
     */
    boolean allows(String header, InetAddress reached) {
        if (header == null) {
            return false;
        }
        String host;
        try {
            host = new URI("http://" + header + "/").getHost();
        } catch (URISyntaxException e) {
            return false;
        }
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return name.matches(LOOPBACK) || names.contains(name) || name.equals(literal(reached));
    }
}
