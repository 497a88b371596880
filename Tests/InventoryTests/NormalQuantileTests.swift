import Testing

@testable import Inventory

@Suite struct NormalQuantileTests {
  /// The check values of the published algorithm (AS 241, PPND16).
  @Test(arguments: [
    (0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_814),
    (1e-20, -9.262_340_089_798_408),
  ])
  func `Wichura's own check values`(probability: Double, z: Double) {
    #expect(abs(NormalQuantile.quantile(probability) - z) < 1e-14)
  }

  /// The customary points of the standard normal table: z = 1.282, 1.645, 1.960, 2.326, 2.576 at
  /// three decimals, here at six (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.1, gives
  /// the table that they invert).
  @Test(arguments: [
    (500_000, 0), (841_345, 1_000_001), (900_000, 1_281_552), (950_000, 1_644_854),
    (975_000, 1_959_964), (990_000, 2_326_348), (995_000, 2_575_829), (999_000, 3_090_232),
    (999_999, 4_753_424), (1, -4_753_424),
  ])
  func `the points of the table at six decimals`(probability: Int64, z: Int64) {
    #expect(NormalQuantile.z(probability: probability) == z)
  }

  @Test func `the quantile is odd about a half and never falls`() {
    var last = Int64.min
    for probability in stride(from: Int64(1), to: 1_000_000, by: 997) {
      let z = NormalQuantile.z(probability: probability)
      #expect(z == -NormalQuantile.z(probability: 1_000_000 - probability))
      #expect(z >= last)
      last = z
    }
  }
}
