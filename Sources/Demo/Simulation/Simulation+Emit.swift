import Values

/// Writes what happened into the ledger.
extension Simulation {
  func reference(_ kind: Reference.Kind, _ event: Event, _ day: Int) -> Reference {
    Reference(
      kind: kind, store: pairs[event.pair].store, dayNumber: chain.firstDay + day,
      number: event.number)
  }

  /// Moves the stock of a pair and hands out the movement.
  ///
  /// `error` is by how much the quantity after it is wrong; the stock goes on from there.
  mutating func emit(
    _ pair: Int, _ type: MovementType, _ quantity: Int, _ reference: Reference, _ note: Note?,
    at time: Int, error: Int = 0, _ sink: (Movement) throws -> Void
  ) rethrows {
    let before = pairs[pair].onHand
    let after = before + quantity + error
    pairs[pair].onHand = after
    pairs[pair].lastMoved = time
    try hand(
      Movement(
        id: UUIDBytes(from: &identifiers), pair: pair, type: type, quantity: quantity,
        quantityBefore: before, quantityAfter: after, reference: reference, note: note,
        createdAt: .at(time)), sink)
  }

  /// Loses the stock of a pair to a `NaN`; nothing may happen to the pair after it.
  mutating func emitNotANumber(
    _ event: Event, _ reference: Reference, at time: Int, _ sink: (Movement) throws -> Void
  ) rethrows {
    let before = pairs[event.pair].onHand
    pairs[event.pair].onHand = Thousandths.notANumber
    pairs[event.pair].lastMoved = time
    try hand(
      Movement(
        id: UUIDBytes(from: &identifiers), pair: event.pair, type: .adjustment,
        quantity: Thousandths.notANumber, quantityBefore: before,
        quantityAfter: Thousandths.notANumber, reference: reference, note: .recount,
        createdAt: .at(time)), sink)
  }

  /// Counts a movement and hands it out.
  mutating func hand(_ movement: Movement, _ sink: (Movement) throws -> Void) rethrows {
    movements.add(movement.type)
    try sink(movement)
  }
}
