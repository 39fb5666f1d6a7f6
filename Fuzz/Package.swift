// swift-tools-version: 6.2
import PackageDescription

// A package of its own: every module must be built anew with `--sanitize fuzzer`, by run.sh.
let package = Package(
  name: "fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "ionhop", path: "..")],
  targets: [
    .executableTarget(
      name: "Fuzz",
      dependencies: [.product(name: "IonHop", package: "ionhop")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
        // libFuzzer brings its own main.
        .unsafeFlags(["-parse-as-library"]),
      ])
  ]
)
