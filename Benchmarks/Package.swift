// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "ionhop", path: "..")],
  targets: [
    .systemLibrary(name: "CGSLReference", path: "Sources/CGSL", pkgConfig: "gsl"),
    .target(
      name: "CReference", dependencies: ["CGSLReference"],
      cSettings: [.unsafeFlags(["-O3", "-march=native"])]),
    .executableTarget(
      name: "Bench",
      dependencies: ["CReference", .product(name: "IonHopCore", package: "ionhop")]),
  ]
)
