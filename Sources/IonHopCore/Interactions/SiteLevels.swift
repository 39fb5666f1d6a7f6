/// The energy that an ion has or would have on each site: its own and that of all pairs with ions
/// elsewhere.
///
/// Energies are multiples of four of a small unit, so that adding and taking away never drifts, and a
/// hop and its reverse see the same change to the last digit.
///
/// Beside the present level each site keeps the one that its events were last sorted by. It may lag
/// behind on the side that makes rates too high, by little: then no event of the site need be
/// touched, as a rate above the true one only costs a rejection. An ion that goes out and comes
/// back, the commonest of all events where ions order, so leaves its neighbours alone.
struct SiteLevels: ~Copyable {
  /// A level that events were sorted by and, as its last two bits, who stood there: all that the
  /// rates around a site ask of it, in one word.
  struct Held: BitwiseCopyable {
    var word: Int32 = 0

    @inline(__always)
    var energy: Int32 { word & ~3 }

    @inline(__always)
    var isIon: Bool { word & 1 != 0 }

    /// True if one of two sites holds an ion that can go to the other.
    @inline(__always)
    static func canHop(_ a: Held, _ b: Held) -> Bool { (a.word ^ b.word) & 3 == 1 }
  }

  /// Who stands on a site: the last two bits of a level.
  enum Occupancy: Int32 {
    case hole = 0
    case ion = 1
    /// No ion, and none can come, since the place holds one of another species.
    case barred = 2
  }

  struct Level: BitwiseCopyable {
    var now: Int32 = 0
    var held = Held()
  }

  /// For code that only asks where ions are; valid while the levels live.
  struct Reader {
    fileprivate let levels: UnsafePointer<Level>

    @inline(__always)
    func isIon(_ site: Int) -> Bool { levels[site].held.isIon }

    @inline(__always)
    func isHole(_ site: Int) -> Bool { levels[site].held.word & 3 == 0 }
  }

  let levels: Buffer<Level>
  /// How far a level may lag behind.
  private let slack: Int32

  /// - Parameters:
  ///   - empty: levels of the sites without any ion.
  ///   - slack: in units of the levels.
  init(_ empty: borrowing Buffer<Int32>, slack: Int32) {
    levels = Buffer(repeating: Level(), count: empty.count)
    for site in 0..<empty.count { levels[site].now = empty[site] }
    self.slack = slack
  }

  @inline(__always)
  func now(_ site: Int) -> Int32 { levels[site].now }

  @inline(__always)
  func held(_ site: Int) -> Held { levels[site].held }

  @inline(__always)
  func change(_ site: Int, by energy: Int32) { levels[site].now &+= energy }

  /// Makes the held level the present one, and says who stands there.
  @inline(__always)
  func settle(_ site: Int, _ occupancy: Occupancy) {
    levels[site].held.word = levels[site].now | occupancy.rawValue
  }

  @inline(__always)
  func settle(_ site: Int) {
    let level = levels[site]
    levels[site].held.word = level.now | level.held.word & 3
  }

  /// How far the held level makes rates too high; below zero if it makes them too low. An ion
  /// counted too high, or a hole counted too low, makes rates too high.
  @inline(__always)
  private func excess(_ site: Int) -> Int32 {
    let level = levels[site]
    let difference = level.held.energy &- level.now
    return level.held.isIon ? difference : 0 &- difference
  }

  /// Whether events sorted by the held level still bound the rates, and closely enough.
  @inline(__always)
  func holds(_ site: Int) -> Bool {
    let excess = excess(site)
    return excess >= 0 && excess <= slack
  }

  @inline(__always)
  func prefetch(_ site: Int) { levels.prefetch(site) }

  var reader: Reader { Reader(levels: levels.base) }

  var memory: Int { levels.count * MemoryLayout<Level>.stride }
}
