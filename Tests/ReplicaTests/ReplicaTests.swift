import Testing

/// Everything that uses the one chain of servers: one test after the other.
@Suite(.serialized) struct ReplicaTests {}
