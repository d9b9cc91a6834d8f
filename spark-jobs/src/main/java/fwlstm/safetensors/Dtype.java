package fwlstm.safetensors;

import java.nio.ByteBuffer;

/** The supported types of numbers; the last three are only read, from other programs. */
enum Dtype {
    F32(Float.BYTES) {
        @Override
        float next(ByteBuffer data) {
            return data.getFloat();
        }
    },
    F64(Double.BYTES) {
        @Override
        float next(ByteBuffer data) {
            return (float) data.getDouble();
        }
    },
    F16(Short.BYTES) {
        @Override
        float next(ByteBuffer data) {
            return ofHalf(data.getShort());
        }
    },
    /** The upper half of an F32. */
    BF16(Short.BYTES) {
        @Override
        float next(ByteBuffer data) {
            return Float.intBitsToFloat(data.getShort() << Short.SIZE);
        }
    };

    private final int size;

    Dtype(int size) {
        this.size = size;
    }

    /** Bytes of a number. */
    int size() {
        return size;
    }

    /** Reads the next number from little-endian data. */
    abstract float next(ByteBuffer data);

    /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. Java has a conversion only from version 20 on. */
    private static float ofHalf(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            return Math.copySign(fraction * 0x1p-24f, Float.intBitsToFloat(sign | 0x3f800000));
        }
        int wide = exponent == 0x1f ? 0xff : exponent + 127 - 15;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
