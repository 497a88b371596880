import ArgumentParser
import Values

/// The words of a command line that lead to a command.
struct CommandPath {
  /// The words, such as `inventory-reports alerts list`.
  let text: String

  /// Follows the words from the root; throws `UsageError` where a command should stand and another word
  /// does, which the parser would pass over to complain of what comes after it.
  init(_ arguments: [String]) throws(UsageError) {
    var command: any ParsableCommand.Type = InventoryReports.self
    var words = [Self.name(command)]
    let commands = command.configuration.subcommands.map(Self.name)
    if let option = arguments.first, option.hasPrefix("--"),
      let late = arguments.first(where: commands.contains)
    {
      throw UsageError("give options after the command: '\(words[0]) \(late) \(option) ...'")
    }
    for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
      let subcommands = command.configuration.subcommands
      guard !subcommands.isEmpty, !word.hasPrefix("-") else { break }
      guard let next = subcommands.first(where: { Self.name($0) == word }) else {
        let known = subcommands.map(Self.name)
        let name = (words.dropFirst() + [word]).joined(separator: " ")
        let remedy =
          Spelling.nearest(word, in: known).map { "did you mean '\($0)'?" }
          ?? "known: \(known.joined(separator: ", "))"
        throw UsageError("unknown command '\(name)'; \(remedy)")
      }
      command = next
      words.append(word)
    }
    text = words.joined(separator: " ")
  }

  private static func name(_ command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? command._commandName
  }
}

/// A command line that cannot be meant.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
