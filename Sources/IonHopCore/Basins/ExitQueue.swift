/// Basins in the order of the times at which their lone carriers leave: an indexed binary heap.
struct ExitQueue: ~Copyable {
  private let heap: Buffer<Int32>
  /// Place of each basin in the heap, or −1.
  private let place: Buffer<Int32>
  private let times: Buffer<Double>
  private(set) var count = 0

  init(basins: Int) {
    heap = Buffer(repeating: 0, count: basins)
    place = Buffer(repeating: -1, count: basins)
    times = Buffer(repeating: 0, count: basins)
  }

  /// Time of the next exit (s), infinite without one.
  @inline(__always)
  var firstTime: Double { count > 0 ? times[Int(heap[0])] : .infinity }

  @inline(__always)
  var first: Int { Int(heap[0]) }

  mutating func insert(_ basin: Int, at time: Double) {
    times[basin] = time
    count += 1
    rise(basin, from: count - 1)
  }

  mutating func remove(_ basin: Int) {
    let hole = Int(place[basin])
    place[basin] = -1
    count -= 1
    guard hole < count else { return }
    let last = Int(heap[count])
    rise(last, from: hole)
    sink(last, from: Int(place[last]))
  }

  private func rise(_ basin: Int, from start: Int) {
    var here = start
    while here > 0 {
      let parent = (here - 1) / 2
      guard times[basin] < times[Int(heap[parent])] else { break }
      put(Int(heap[parent]), at: here)
      here = parent
    }
    put(basin, at: here)
  }

  private func sink(_ basin: Int, from start: Int) {
    var here = start
    while 2 * here + 1 < count {
      var child = 2 * here + 1
      if child + 1 < count && times[Int(heap[child + 1])] < times[Int(heap[child])] { child += 1 }
      guard times[Int(heap[child])] < times[basin] else { break }
      put(Int(heap[child]), at: here)
      here = child
    }
    put(basin, at: here)
  }

  @inline(__always)
  private func put(_ basin: Int, at here: Int) {
    heap[here] = Int32(basin)
    place[basin] = Int32(here)
  }

  /// Bytes held.
  var memory: Int { heap.count * 16 }
}
