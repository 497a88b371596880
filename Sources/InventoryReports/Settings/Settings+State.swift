import RunStore

extension Settings {
  /// Where the state is, and whose memory.
  var statePlace: StatePlace { StatePlace(folder: stateFolder, output: output) }

  /// The state for a run, made when it is missing; or why there is none, which keeps no report
  /// from being published.
  ///
  /// A state of a newer program is refused all the same: an older one must not go on beside it.
  func openState() throws(StateError) -> (state: StateDatabase?, error: StateError?) {
    do {
      return (try statePlace.open(), nil)
    } catch {
      guard error.cause != .newer else { throw error }
      return (nil, error)
    }
  }

  /// The state for a command that only looks: nothing is made where there is none.
  func existingState() throws(StateError) -> (state: StateDatabase?, error: StateError?) {
    do {
      return (try statePlace.look(), nil)
    } catch {
      guard error.cause != .newer else { throw error }
      return (nil, error)
    }
  }
}
