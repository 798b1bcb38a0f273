// Trains a convolutional network on 6,000 pictures of clothes.
//     jshell --class-path target/latent4j.jar src/main/jshell/cnn.jsh
import static io.github.latent4j.Latent4j.*;

var data = fashionMini();
var net = network(data.train().shape(), conv(32, 3), maxPool(2), conv(64, 3), maxPool(2), conv(64, 3), dense(64), softmax(10));
var history = fit(net, data.train().take(fast(600, 6000)), epochs(fast(1, 5)).withBatchSize(32).withValidation(data.test()));
var report = net.evaluate(data.test());
System.out.println(report);
/exit
