package vae4j.latent;

/** Ways through the latent space from one latent vector to another. */
public enum LatentPath {
  /** The straight line: (1 − t)·a + t·b. */
  LINEAR,
  /**
   * The great circle, which keeps a typical length on the way where the straight line comes too
   * near to the origin (Shoemake 1985, section 3.3; for latent vectors White 2016, section 2.1).
   */
  SPHERICAL;

  /**
   * Latent vectors from one to another, both ends included.
   *
   * @param from [Z], the first latent vector
   * @param to [Z], the last latent vector
   * @param steps how many latent vectors, at least 2
   * @return [steps, Z]
   * @throws IllegalArgumentException if the lengths differ or there are fewer than 2 steps
   */
  public float[][] between(float[] from, float[] to, int steps) {
    if (from.length != to.length) {
      throw new IllegalArgumentException(
          "latent vectors must be of one length, were " + from.length + " and " + to.length);
    }
    if (steps < 2) {
      throw new IllegalArgumentException("steps must be at least 2, was " + steps);
    }
    double angle = this == SPHERICAL ? angle(from, to) : 0;
    float[][] latents = new float[steps][from.length];
    for (int s = 0; s < steps; s++) {
      double t = s / (steps - 1.0);
      double a = 1 - t;
      double b = t;
      if (Math.sin(angle) > 1e-6) {
        // Shoemake 1985: sin((1−t)Ω)/sin Ω · a + sin(tΩ)/sin Ω · b; the line where Ω is 0 or π.
        a = Math.sin((1 - t) * angle) / Math.sin(angle);
        b = Math.sin(t * angle) / Math.sin(angle);
      }
      for (int i = 0; i < from.length; i++) {
        latents[s][i] = (float) (a * from[i] + b * to[i]);
      }
    }
    return latents;
  }

  private static double angle(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    double cosine = dot / Math.sqrt(aa * bb);
    return Double.isNaN(cosine) ? 0 : Math.acos(Math.max(-1, Math.min(1, cosine)));
  }
}
