package fwlstm.model;

import fwlstm.config.ConfigException;
import fwlstm.math.VirtualMachine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

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

    /** Conditions of this Java that slow every provider down, each with its cost and remedy, for people. */
    public static List<String> hindrances() {
        return VirtualMachine.hindrances().stream()
                .map(VirtualMachine.Hindrance::text)
                .toList();
    }

    /** A provider by name. */
    public static Provider named(String name) {
        Map<String, Provider> known = new LinkedHashMap<>();
        all().forEach(provider -> known.put(provider.name(), provider));
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
        List<String> passedOver = new ArrayList<>();
        for (Provider provider : all()) {
            Optional<String> reason = provider.unavailable();
            if (reason.isPresent()) {
                passedOver.add(provider.name() + ": " + reason.get());
                continue;
            }
            if (!passedOver.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "computing with the slower provider {0}; not with {1}",
                        provider.name(),
                        String.join("; ", passedOver));
            }
            return provider;
        }
        throw new IllegalStateException("no provider is available");
    }
}
