import StateStore

extension Settings {
  /// Where the state is, and whose memory.
  var statePlace: StatePlace { StatePlace(folder: stateFolder, output: output) }

  /// The state for a run, made when it is missing; or why there is none, which keeps no report
  /// from being published.
  ///
  /// A state of a newer program is refused all the same: an older one must not go on beside it.
  func openState() throws(StateError) -> Result<StateDatabase, StateError> {
    do {
      return .success(try statePlace.open())
    } catch {
      guard error.cause != .newer else { throw error }
      return .failure(error)
    }
  }

  /// The state for a command that looks, or that changes what is there; nothing is made where there is
  /// none.
  func existingState(
    toChange changes: Bool = false
  ) throws(StateError) -> (state: StateDatabase?, error: StateError?) {
    do {
      return (try changes ? statePlace.openExisting() : statePlace.look(), nil)
    } catch {
      guard error.cause != .newer else { throw error }
      return (nil, error)
    }
  }
}
