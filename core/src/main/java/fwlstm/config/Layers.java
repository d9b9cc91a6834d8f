package fwlstm.config;

import java.io.Serializable;

/** The widths of the layers that every cell has. */
public record Layers(
        @Setting(value = "hidden units H", min = 1, max = 4096)
        int hidden,

        @Setting(value = "width E of the token embedding", defaultValue = "100", min = 1, max = 4096)
        int embedding,

        @Setting(value = "width R of the readout's hidden layer", defaultValue = "100", min = 1, max = 4096)
        int readout)
        implements Serializable {
    public Layers {
        Settings.check(Layers.class, hidden, embedding, readout);
    }
}
