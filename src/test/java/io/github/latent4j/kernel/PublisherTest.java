package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

@Timeout(60)
class PublisherTest {
    private static final int SIZE = 100_000;
    private static final String ADDRESS = "tcp://127.0.0.1:*";

    private final ZMQ.Context context = ZMQ.context(1);
    private final Publisher publisher = new Publisher(context, 500);

    @AfterEach
    void close() {
        publisher.close(1000);
        context.term();
    }

    private ZMQ.Socket subscribe(String address) throws InterruptedException {
        ZMQ.Socket subscriber = context.socket(SocketType.SUB);
        subscriber.setRcvHWM(1);
        subscriber.setReceiveBufferSize(1 << 14);
        subscriber.setReceiveTimeOut(5000);
        subscriber.setLinger(0);
        Subscriptions.connect(subscriber, address);
        return subscriber;
    }

    /** Two frames, the second with the message's number. */
    private static List<byte[]> message(int number) {
        return List.of(new byte[] {1}, ByteBuffer.allocate(SIZE).putInt(number).array());
    }

    private static int numberOf(ZMQ.Socket subscriber) {
        List<byte[]> frames = KernelConnection.receive(subscriber);
        assertThat(frames).hasSize(2);
        return ByteBuffer.wrap(frames.get(1)).getInt();
    }

    @Test
    void whoPutsOutMuchWaitsForTheReaderAndNothingIsLost() throws InterruptedException {
        String address = publisher.start(ADDRESS);
        try (ZMQ.Socket reader = subscribe(address)) {
            Thread sender = new Thread(() -> {
                for (int i = 0; i < 300; i++) {
                    publisher.awaitRoom();
                    publisher.send(message(i));
                }
            });
            sender.start();
            sender.join(300);
            assertThat(sender.isAlive()).as("30 MB are not taken at once").isTrue();
            for (int i = 0; i < 300; i++) {
                assertThat(numberOf(reader)).isEqualTo(i);
            }
            sender.join();
        }
    }

    @Test
    void anInterruptedThreadDoesNotWait() throws InterruptedException {
        String address = publisher.start(ADDRESS);
        try (ZMQ.Socket stuck = subscribe(address)) {
            for (int i = 0; i < 100; i++) {
                publisher.send(message(i));
            }
            Thread.currentThread().interrupt();
            publisher.awaitRoom();
            assertThat(Thread.interrupted()).as("it stays interrupted").isTrue();
            assertThat(numberOf(stuck)).isZero();
        }
    }

    @Test
    void aReaderThatReadsNothingAtAllDoesNotHoldUpTheOthers() throws InterruptedException {
        String address = publisher.start(ADDRESS);
        try (ZMQ.Socket stuck = subscribe(address);
                ZMQ.Socket reader = subscribe(address)) {
            Thread sender = new Thread(() -> {
                for (int i = 0; i < 300; i++) {
                    publisher.awaitRoom();
                    publisher.send(message(i));
                }
            });
            sender.start();
            for (int i = 0; i < 300; i++) {
                assertThat(numberOf(reader)).isEqualTo(i);
            }
            sender.join();
            assertThat(numberOf(stuck)).as("what fitted is there").isZero();
            int last = 0;
            while (last < 299) { // and what comes after it reads again
                publisher.send(message(299));
                last = numberOf(stuck);
            }
        }
    }
}
