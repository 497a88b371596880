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
}
