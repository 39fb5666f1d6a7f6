/// The generator T of a chain that leaves its sites for good, factored as −T = L D U.
///
/// All is computed from rates and exit rates by sums, products and quotients of positive numbers
/// (a diagonal is the sum of what leaves, never a difference), so that every entry and every
/// solution keeps full relative precision, however far apart the rates lie.
///
/// W. K. Grassmann, M. I. Taksar, D. P. Heyman, Oper. Res. 33, 1107 (1985),
/// doi:10.1287/opre.33.5.1107; with pivoting for the spectrum: Q. Ye, Math. Comp. 77, 2195
/// (2008), doi:10.1090/S0025-5718-08-02112-1.
struct GeneratorFactors {
  let count: Int
  /// Site of each pivot: the fastest remaining one goes first.
  private(set) var order: [Int]
  /// D (1/s).
  private(set) var pivots: [Double] = []
  /// −L below and −U above the diagonal, in pivot order; all entries ≥ 0.
  private var table: [Double]
  private var exits: [Double]

  /// - Parameters:
  ///   - rates: rate from site x to site y at `x * count + y` (1/s); the diagonal is not read.
  ///   - exits: total rate out of the set from each site (1/s).
  /// - Returns: nil if some sites never lead out.
  init?(rates: [Double], exits: [Double]) {
    count = exits.count
    order = Array(0..<count)
    table = rates
    self.exits = exits
    for k in 0..<count {
      let leaving = (k..<count).map(rateOut)
      let fastest = leaving.indices.max { leaving[$0] < leaving[$1] }!
      guard leaving[fastest] > 0, leaving[fastest].isFinite else { return nil }
      exchange(k, k + fastest, from: k)
      pivots.append(leaving[fastest])
      eliminate(k)
    }
  }

  private func rateOut(of i: Int) -> Double {
    (pivots.count..<count).reduce(exits[i]) { $1 == i ? $0 : $0 + table[i * count + $1] }
  }

  private mutating func exchange(_ i: Int, _ j: Int, from k: Int) {
    guard i != j else { return }
    order.swapAt(i, j)
    exits.swapAt(i, j)
    for n in 0..<count { table.swapAt(i * count + n, j * count + n) }
    for n in 0..<count { table.swapAt(n * count + i, n * count + j) }
  }

  /// Hands the flow through pivot `k` on to the sites behind it.
  private mutating func eliminate(_ k: Int) {
    for j in k + 1..<count { table[k * count + j] /= pivots[k] }
    let out = exits[k] / pivots[k]
    for i in k + 1..<count {
      let into = table[i * count + k]
      for j in k + 1..<count where j != i { table[i * count + j] += into * table[k * count + j] }
      exits[i] += into * out
      table[i * count + k] = into / pivots[k]
    }
  }

  /// x with −T x = b for b ≥ 0: what a walker that collects b(y) a second on site y has collected
  /// when it leaves, for each site it may start from.
  func solve(_ b: [Double]) -> [Double] {
    var x = order.map { b[$0] }
    for i in 0..<count {
      for k in 0..<i { x[i] += table[i * count + k] * x[k] }
    }
    for i in 0..<count { x[i] /= pivots[i] }
    for i in (0..<count).reversed() {
      for j in i + 1..<count { x[i] += table[i * count + j] * x[j] }
    }
    var result = x
    for (place, site) in order.enumerated() { result[site] = x[place] }
    return result
  }

  /// Factor X of the symmetrised generator, X Xᵀ = −√π T 1/√π, at row and column in pivot order.
  ///
  /// With detailed balance √(π_i/π_k) L_ik = √(L_ik U_ki): the weights π are not needed.
  func symmetricFactor(_ row: Int, _ column: Int) -> Double {
    guard column <= row else { return 0 }
    let root = pivots[column].squareRoot()
    guard column < row else { return root }
    return -(table[row * count + column] * table[column * count + row]).squareRoot() * root
  }
}
