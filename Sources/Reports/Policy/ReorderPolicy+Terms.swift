import Values

extension ReorderPolicy.Terms {
  /// Sets what the changes set.
  public mutating func apply(_ changes: ReorderPolicy.Changes) {
    leadTimeDays = changes.leadTimeDays ?? leadTimeDays
    leadTimeStdDays = changes.leadTimeStdDays ?? leadTimeStdDays
    reviewDays = changes.reviewDays ?? reviewDays
    serviceLevel = changes.serviceLevel ?? serviceLevel
    packSize = changes.packSize ?? packSize
    minOrderQuantity = changes.minOrderQuantity ?? minOrderQuantity
    rule = changes.rule ?? rule
  }

  /// The pack to round up to for a product of this unit, scale 3.
  public func packSize(unit: String) -> Int64 {
    packSize ?? ReorderPolicy.defaultPackSize(unit: unit)
  }
}

extension ReorderPolicy {
  /// The pack of a product for which the policy names none: 0.001 for a unit of weight, else 1;
  /// scale 3.
  public static func defaultPackSize(unit: String) -> Int64 {
    isWeight(unit: unit) ? 1 : 1000
  }

  /// Whether a unit's name, without regard to case and a full stop at its end, is a unit of weight.
  ///
  /// Litres and metres are not: what is poured or cut by them is mostly bought in whole ones, and a
  /// policy can say otherwise.
  public static func isWeight(unit: String) -> Bool {
    var name = unit.trimmingSpace().lowercased()
    while name.hasSuffix(".") { name.removeLast() }
    return weights.contains(name)
  }

  private static let weights: Set<String> = [
    "mg", "g", "gm", "gr", "gram", "grams", "gramme", "grammes", "kg", "kgs", "kilo", "kilos",
    "kilogram", "kilograms", "kilogramme", "kilogrammes", "tonne", "tonnes", "lb", "lbs", "pound",
    "pounds", "oz", "ounce", "ounces", "ก", "กรัม", "กก", "กิโล", "กิโลกรัม", "ขีด", "ตัน",
  ]
}
