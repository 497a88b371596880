import Foundation

/// How much memory this process may use.
enum MachineMemory {
  /// In bytes: what the machine has, or less where a control group of the process sets a limit, as
  /// containers and services do.
  static var bytes: Int {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    let limits = groups.split(separator: "\n").flatMap { files(ofGroup: $0) }.compactMap { file in
      // "max" stands for no limit; a file that is not there sets none.
      (try? String(contentsOfFile: file, encoding: .utf8))
        .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
    return limits.min().map { min($0, machine) } ?? machine
  }

  /// The files that may hold a limit for a line of `/proc/self/cgroup`, such as
  /// `0::/system.slice/reports.service`: the group's own and those of all above it.
  private static func files(ofGroup line: Substring) -> [String] {
    let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard fields.count == 3 else { return [] }
    // A line without names of controllers is that of the unified hierarchy.
    let isUnified = fields[1].isEmpty
    guard isUnified || fields[1].split(separator: ",").contains("memory") else { return [] }
    let root = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
    let name = isUnified ? "memory.max" : "memory.limit_in_bytes"
    var folders = [root]
    for part in fields[2].split(separator: "/") {
      folders.append("\(folders.last ?? root)/\(part)")
    }
    return folders.map { "\($0)/\(name)" }
  }
}
