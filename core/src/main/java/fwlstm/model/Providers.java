package fwlstm.model;

import fwlstm.config.ConfigException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Chooses the provider: the highest-ranked that is available, unless {@code -Dfwlstm.provider=NAME} forces one. */
public final class Providers {
    /** The system property that forces a provider. */
    public static final String PROPERTY = "fwlstm.provider";

    private static final System.Logger LOG = System.getLogger("fwlstm.provider");

    private static Provider chosen;

    private Providers() {}

    /** All providers, highest rank first. */
    public static List<Provider> all() {
        return ServiceLoader.load(Provider.class, Provider.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(Provider::rank).reversed())
                .toList();
    }

    /** The provider of this process, chosen on first use. */
    public static synchronized Provider chosen() {
        if (chosen == null) {
            chosen = choose();
        }
        return chosen;
    }

    /** A provider by name. */
    public static Provider named(String name) {
        Map<String, Provider> known = all().stream().collect(Collectors.toMap(Provider::name, Function.identity()));
        Provider provider = known.get(name);
        if (provider == null) {
            throw ConfigException.of("-D" + PROPERTY, name, "one of " + String.join(", ", known.keySet()));
        }
        provider.unavailable().ifPresent(reason -> {
            throw ConfigException.of("-D" + PROPERTY, name, "a provider that can be used here; " + reason);
        });
        return provider;
    }

    private static Provider choose() {
        String forced = System.getProperty(PROPERTY);
        if (forced != null) {
            return named(forced);
        }
        for (Provider provider : all()) {
            if (provider.unavailable().isEmpty()) {
                return provider;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "provider {0} is not used: {1}",
                    provider.name(),
                    provider.unavailable().get());
        }
        throw new IllegalStateException("no provider is available");
    }
}
