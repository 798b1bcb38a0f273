package io.github.latent4j.kernel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.zeromq.ZMQ;

/** Connections of subscribers that have to be there before something is published. */
final class Subscriptions {
    private static final int HANDSHAKE_MILLIS = 300;
    private static final int UNDER_WAY_MILLIS = 100;

    private Subscriptions() {}

    /** Returns when what is published from now on arrives. See {@link KernelClient#HANDSHAKE_MILLIS} for what may have to be waited for. */
    static void connect(ZMQ.Socket subscriber, String address) throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        subscriber.setEventHook(event -> connected.countDown(), ZMQ.EVENT_HANDSHAKE_PROTOCOL);
        subscriber.setHandshakeIvl(HANDSHAKE_MILLIS);
        subscriber.subscribe(ZMQ.SUBSCRIPTION_ALL);
        subscriber.connect(address);
        boolean subscribed = false;
        while (!subscribed) {
            subscribed = connected.await(UNDER_WAY_MILLIS, TimeUnit.MILLISECONDS);
            subscriber.recv(ZMQ.DONTWAIT); // subscribes again on a connection that was made anew
        }
        Thread.sleep(UNDER_WAY_MILLIS);
    }
}
