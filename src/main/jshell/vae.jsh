// Trains a variational autoencoder on 6,000 pictures of clothes and draws new ones into samples.png.
//     jshell --class-path target/latent4j.jar src/main/jshell/vae.jsh
import static io.github.latent4j.Latent4j.*;

var data = fashionMini();
var vae = vae(data.train().shape(), 20);
var history = fit(vae, data.train().take(fast(600, 6000)), epochs(fast(1, 20)).withValidation(data.test()));
System.out.println(vae.elbo(data.test()));
grid(vae.sample(32, 1)).savePng(Path.of("samples.png"));
System.out.println("samples.png shows 32 new pictures");
/exit
