// swift-tools-version: 6.2
import PackageDescription

// Valgrind knows no AVX-512, so callgrind.sh asks for an older machine; timings are for this one.
let machine = Context.environment["BENCH_MACHINE"] ?? "native"

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "bench", targets: ["Bench"])],
  dependencies: [
    .package(name: "ionhop", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
  ],
  targets: [
    .systemLibrary(name: "CGSLReference", path: "Sources/CGSL", pkgConfig: "gsl"),
    .target(
      name: "CReference", dependencies: ["CGSLReference"],
      cSettings: [.unsafeFlags(["-O3", "-march=\(machine)"])]),
    .executableTarget(
      name: "Bench",
      dependencies: [
        "CReference", .product(name: "IonHop", package: "ionhop"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
  ]
)
