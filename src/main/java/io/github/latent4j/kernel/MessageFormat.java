package io.github.latent4j.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Header;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Jupyter's messages as frames of bytes: identities, a delimiter, the signature, header, parent header, metadata, content
 * and buffers. The signature is that of the four JSON parts by the key that front end and kernel share. Thread-safe.
 */
final class MessageFormat {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    /** Tells this kernel's messages from those of the kernel before a restart. */
    private final String session = UUID.randomUUID().toString();

    private final HMACGenerator signer;
    private final boolean signed;

    MessageFormat(KernelConnectionProperties properties) throws GeneralSecurityException {
        signer = properties.createHMACGenerator();
        signed = properties.getKey() != null && !properties.getKey().isEmpty();
    }

    JsonObject header(String type) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("username", Header.KERNEL_USERNAME);
        header.addProperty("session", session);
        header.addProperty("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString()); // Python reads no more
        header.addProperty("msg_type", type);
        header.addProperty("version", Header.PROTOCOL_VERISON);
        return header;
    }

    List<byte[]> write(
            List<byte[]> identities,
            JsonObject header,
            JsonObject parent,
            JsonObject metadata,
            JsonObject content,
            List<byte[]> buffers) {
        byte[] headerPart = bytes(header);
        byte[] parentPart = bytes(parent);
        byte[] metadataPart = bytes(metadata);
        byte[] contentPart = bytes(content);
        String signature = signer.calculateSignature(headerPart, parentPart, metadataPart, contentPart);
        List<byte[]> frames = new ArrayList<>(identities);
        frames.add(DELIMITER);
        frames.add(signature.getBytes(StandardCharsets.US_ASCII));
        frames.add(headerPart);
        frames.add(parentPart);
        frames.add(metadataPart);
        frames.add(contentPart);
        frames.addAll(buffers);
        return frames;
    }

    private static byte[] bytes(JsonObject part) {
        return GSON.toJson(part).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the frames of one message.
     *
     * @throws IllegalArgumentException if they are no message, or not signed by the key that the connection file names
     */
    Request read(List<byte[]> frames) {
        int start = 0;
        while (start < frames.size() && !Arrays.equals(frames.get(start), DELIMITER)) {
            start++;
        }
        if (frames.size() < start + 6) {
            throw new IllegalArgumentException("it has " + frames.size() + " frames, too few after the delimiter");
        }
        byte[] header = frames.get(start + 2);
        byte[] parent = frames.get(start + 3);
        byte[] metadata = frames.get(start + 4);
        byte[] content = frames.get(start + 5);
        if (signed) {
            byte[] expected =
                    signer.calculateSignature(header, parent, metadata, content).getBytes(StandardCharsets.US_ASCII);
            if (!MessageDigest.isEqual(expected, frames.get(start + 1))) { // takes the same time wherever they differ
                throw new IllegalArgumentException("its signature is wrong");
            }
        }
        Request request = new Request(
                List.copyOf(frames.subList(0, start)),
                object("header", header),
                object("parent header", parent),
                object("content", content),
                List.copyOf(frames.subList(start + 6, frames.size())));
        for (String name : new String[] {"msg_id", "msg_type"}) {
            JsonElement value = request.header().get(name);
            if (value == null || !value.isJsonPrimitive()) {
                throw new IllegalArgumentException(name + " of its header must be a string, got " + value);
            }
        }
        return request;
    }

    private static JsonObject object(String part, byte[] json) {
        try {
            if (JsonParser.parseString(new String(json, StandardCharsets.UTF_8)) instanceof JsonObject object) {
                return object;
            }
            throw new IllegalArgumentException("its " + part + " is not a JSON object");
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("its " + part + " is not JSON: " + e.getMessage(), e);
        }
    }
}
