import Values

/// How many lines the receipts of a day have, and when they are rung up.
struct Demand {
  private let chain: RetailChain
  private let hours: WeightedChoice
  private let families: WeightedChoice
  private let festivalFamilies: WeightedChoice

  /// Monday to Sunday, in thousandths; they average to 1,000.
  private static let week = [860, 840, 880, 920, 1_050, 1_270, 1_180]
  /// From 9 to 21 o'clock: people come at noon and after work.
  private static let openingHours = [30, 45, 70, 110, 95, 70, 70, 90, 130, 140, 100, 50]
  /// Half the length of the festival, in days, and how far its middle is before the end.
  private static let festival = (reach: 9, beforeEnd: 75)

  init(_ chain: RetailChain) {
    self.chain = chain
    hours = WeightedChoice(Self.openingHours)
    families = WeightedChoice(Family.all.map(\.share))
    festivalFamilies = WeightedChoice(Family.all.map { $0.share * $0.festival / 1_000 })
  }

  /// How far the festival has come, from 0 to 1,000 in its middle.
  func festival(_ day: Int) -> Int {
    let distance = abs(day - (chain.days - Self.festival.beforeEnd))
    return max(0, 1_000 - distance * 1_000 / Self.festival.reach)
  }

  /// The lines that the receipts of a shop have on a day of the history.
  func lines(_ day: Int, in store: Store, _ random: inout RandomSource) -> Int {
    let number = chain.firstDay + day
    var lines = chain.saleLinesPerStoreDay * store.size
    lines = lines * Self.week[Bangkok.date(number).weekday - 1] / 1_000
    // The chain grows from 92 % to 108 %, sells half as much again at the festival, and a little
    // more after payday.
    lines = lines * (920 + 160 * day / chain.days) / 1_000
    lines = lines * (1_000 + festival(day) / 2) / 1_000
    if Bangkok.date(number).civil.day >= 26 { lines = lines * 106 / 100 }
    return (lines * random.between(920, 1_080) / 1_000 + random.below(1_000)) / 1_000
  }

  /// The family of one line.
  func family(_ day: Int, _ random: inout RandomSource) -> Int {
    let festive = festival(day)
    let isFestive = festive > 0 && random.chance(perMille: festive)
    return isFestive ? festivalFamilies.pick(&random) : families.pick(&random)
  }

  /// A time at which the shop is open, in microseconds from midnight.
  func openTime(_ random: inout RandomSource) -> Int {
    let hour = 9 + hours.pick(&random)
    return hour * Bangkok.hour + random.below(Bangkok.hour)
  }

  /// The share of all lines that a family has, from 0 to 1.
  static func share(of family: Int) -> Double {
    let total = Family.all.reduce(0) { $0 + $1.share }
    return Double(Family.all[family].share) / Double(total)
  }
}
