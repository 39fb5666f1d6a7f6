import Foundation
import Testing

@testable import IonHopNetworks

@Suite("Reading numbers, units and names")
struct ReadingTests {
  static let quantities: [(Quantity, String, Double)] = [
    (.energy, "0.35", 0.35), (.energy, "0.35 eV", 0.35), (.energy, "0.35eV", 0.35),
    (.energy, "3eV", 3), (.energy, "350 meV", 0.35), (.energy, "96.48533212331002 kJ/mol", 1),
    (.length, "4 nm", 40), (.length, "40 Å", 40), (.length, "40 \u{212B}", 40),
    (.length, "3 Angstrom", 3), (.temperature, "25 C", 298.15), (.temperature, "300 K", 300),
    (.frequency, "10 THz", 1e13), (.frequency, "1e13Hz", 1e13), (.time, "5 min", 300),
    (.angle, "90°", 90), (.number, "-1.5E-3", -1.5e-3), (.number, "+.5", 0.5),
    (.number, "5.", 5), (.number, "1.0e+13", 1e13), (.number, "010", 10),
  ]

  @Test("Numbers with and without units", arguments: quantities)
  func quantity(_ quantity: Quantity, _ text: String, _ value: Double) throws {
    guard case .value(let read) = quantity.read(text) else {
      Issue.record("\(text) is not read")
      return
    }
    #expect(abs(read - value) <= 1e-14 * abs(value))
  }

  @Test("What is no finite number is refused, by kind")
  func refused() {
    #expect(Quantity.energy.read("0.3 K") == .wrongUnit("K"))
    #expect(Quantity.number.read("0.3 eV") == .wrongUnit("eV"))
    #expect(Quantity.energy.read("1 2") == .wrongUnit("2"))
    for text in [".nan", "NaN", "inf", "-.inf", "1e999", "Infinity"] {
      #expect(Quantity.energy.read(text) == .notFinite, "\(text)")
    }
    for text in ["", "x", "e5", ".", "-", "--1", "0x10 Hz".replacing("0x10", with: "x")] {
      #expect(Quantity.energy.read(text) == .notANumber, "\(text)")
    }
  }

  @Test("Whole numbers in all their spellings")
  func wholeNumbers() throws {
    func whole(_ text: String) throws -> Int {
      try InputDocument(text: "a: \(text)", file: "f").root.mapping(["a"], "")["a"]!
        .wholeNumber(in: 0...Int.max)
    }
    #expect(try whole("2e9") == 2_000_000_000)
    #expect(try whole("1.5e3") == 1500)
    #expect(try whole("9223372036854775807") == Int.max)
    for bad in ["1e30", "9223372036854775808", "1.5", "-1", "1e-3", "1 K", "[1]", "nan", "1e999"] {
      #expect(throws: InputError.self, "\(bad)") { try whole(bad) }
    }
  }

  @Test("A file of a thousand levels is refused, even on a thread with a small stack")
  func deepNesting() {
    let flow = String(repeating: "[", count: 990) + String(repeating: "]", count: 990)
    let block = (0..<990).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      for text in [flow, block] {
        #expect(throws: InputError.self) { try InputDocument(text: text, file: "f") }
      }
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
  }

  @Test("Misspelt names find their neighbours")
  func names() {
    #expect(nearestName(to: "suprcell", in: ["supercell", "lattice"]) == "supercell")
    #expect(nearestName(to: "LLZO", in: ["sc", "LLZO-cubic"]) == "LLZO-cubic")
    #expect(nearestName(to: "frobnicate", in: ["seed", "carriers"]) == nil)
    #expect(nearestName(to: "temperture", in: ["temperatures", "fit"]) == "temperatures")
    #expect(nearestName(to: "x", in: ["fit"]) == nil)
    #expect(editDistance("seed", "sede") == 1)
    #expect(editDistance("", "abc") == 3)
    #expect(editDistance("kitten", "sitting") == 3)
  }
}
