import Foundation
import Testing

/// `ionhop impedance` as an experimentalist sees it.
@Suite("The command ionhop impedance")
struct ImpedanceCommandTests {
  /// Grains of 1 kΩ beside 5 pF, boundaries of 4 kΩ beside 2 nF, blocking electrodes.
  private func rows(sign: Double) -> [String] {
    (0...49).map { step in
      let frequency = pow(10, 7.5 - Double(step) / 7)
      let omega = 2 * Double.pi * frequency
      var (real, imaginary) = (0.0, -1 / (omega * 1e-5))
      for (r, c) in [(1e3, 5e-12), (4e3, 2e-9)] {
        let u = omega * r * c
        real += r / (1 + u * u)
        imaginary -= r * u / (1 + u * u)
      }
      return "\(frequency),\(real),\(sign * imaginary)"
    }
  }

  @Test(
    "Tables are read whatever the instrument calls its columns",
    arguments: [
      ("frequency (Hz),Re(Z) (ohm),Im(Z) (ohm)", 1.0), ("freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm", -1),
      ("Frequency,Z',-Z''", -1), ("freq,Zreal,Zimag", 1), ("freq,Zre,Zim", -1),
    ])
  func headers(header: String, sign: Double) throws {
    let folder = try Folder()
    let file = try folder.file(
      "pellet.csv", ([header] + rows(sign: sign)).joined(separator: "\n"))
    let out = folder.url.appending(path: "out")
    let read = try Command([
      "impedance", file, "--temperature", "298", "--thickness", "0.1", "--area", "0.5",
      "--grain-size", "5", "--output", out.path,
    ])
    #expect(read.status == 0, "\(read.errors)")
    // 0.1 cm / 0.5 cm² / 1 kΩ, and 4 kΩ · 5 cm · 5·10⁻⁴ cm.
    #expect(read.output.contains("2×10⁻⁴") && read.output.contains("5×10⁻⁵"))
    #expect(read.output.contains("80 %") && read.output.contains("x 5"))
    for name in ["report.html", "reading.json", "spectrum.csv", "study.yaml"] {
      #expect(FileManager.default.fileExists(atPath: out.appending(path: name).path), "\(name)")
    }
    let run = try Command([
      "run", out.appending(path: "study.yaml").path, "--output",
      folder.url.appending(path: "solved").path,
    ])
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test("What is wrong with a table or a size is said in a line")
  func wrong() throws {
    let folder = try Folder()
    let sizes = ["--temperature", "298", "--thickness", "0.1", "--area", "0.5"]
    let short = "freq,Re,Im\n1e3,5,-1"
    for (text, words) in [
      ("freq,Re,Im\n1e3,5,x", "table.csv:2: Im: \"x\""), ("a,b\n1,2", "the header needs columns"),
      ("freq,Re(Z)/ohm cm2,Im(Z)/ohm cm2\n1,2,3", "as measured"), (short, "different frequencies"),
      ("freq,Re,Im\n-1,5,-1", "remove the row"), ("freq,Re,Im\n", "no rows"),
    ] {
      let failed = try Command(["impedance", try folder.file("table.csv", text)] + sizes)
      #expect(failed.status == 2)
      #expect(failed.errors.contains(words), "\(failed.errors)")
      #expect(failed.errors.split(separator: "\n").count == 1)
    }
    let file = try folder.file("short.csv", short)
    let unknown = try Command(["impedance", file, "--thickness", "0.1", "--area", "1"])
    #expect(unknown.status == 2 && unknown.errors.contains("--temperature"))
    let flat = try Command([
      "impedance", file, "--temperature", "298", "--thickness", "0", "--area", "1",
    ])
    #expect(flat.status == 2 && flat.errors.contains("--thickness"))
  }
}
