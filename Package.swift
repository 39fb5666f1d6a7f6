// swift-tools-version: 6.2
import PackageDescription

// CI sets IONHOP_STRICT=1 so that a warning fails the build there, but not on a user's newer compiler.
let strict = Context.environment["IONHOP_STRICT"] == "1"

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (strict ? [.treatAllWarnings(as: .error)] : [])

// Debian ships no pkg-config file for SuiteSparse; its headers are on the default search path there.
#if os(macOS)
  let suiteSparsePackage: String? = "CHOLMOD"
#else
  let suiteSparsePackage: String? = nil
#endif

// The name under which pkg-config knows the MPI library: mpi-c with Debian's Open MPI and MPICH, ompi
// or mpich elsewhere. Asked for only where the trait MPI is on.
#if os(macOS)
  let mpiPackage = Context.environment["IONHOP_MPI"] ?? "ompi"
#else
  let mpiPackage = Context.environment["IONHOP_MPI"] ?? "mpi-c"
#endif

/// A library module of the house with its tests' name derived from its own.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "ionhop",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "IonHop", targets: ["IonHop"]),
    .library(name: "IonHopCore", targets: ["IonHopCore"]),
    .executable(name: "ionhop", targets: ["IonHopCLI"]),
  ],
  traits: [
    .trait(name: "MPI", description: "ionhop run spreads a study over the ranks of an MPI job")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .systemLibrary(
      name: "CSuiteSparse", pkgConfig: suiteSparsePackage,
      providers: [.apt(["libsuitesparse-dev"]), .brew(["suite-sparse"])]),

    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

    .systemLibrary(
      name: "CMPI", pkgConfig: mpiPackage,
      providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),

    // C++ around gemmi's headers; on macOS the Makefile tells the compiler where Homebrew's are.
    .target(name: "CCrystal", linkerSettings: [.linkedLibrary("symspg")]),

    // AMGCL's headers ride along, and lead from Boost to the standard library.
    .target(
      name: "CMultigrid", exclude: ["amgcl/LICENSE.md"],
      cxxSettings: [.headerSearchPath(".")]),
    // C++ around Voro++, which has no C interface.
    .target(name: "CVoro", linkerSettings: [.linkedLibrary("voro++")]),

    module("IonHopCore", ["CGSL"]),
    .target(
      name: "IonHopLattices", path: "Lattices", exclude: ["README.md"],
      resources: [
        .copy("Reference"), .copy("Materials"), .copy("Boundaries"), .copy("Glasses"),
        .copy("Polymers"), .copy("Fillers"), .copy("Scenarios"),
      ],
      swiftSettings: settings),
    module(
      "IonHopNetworks",
      ["IonHopCore", "IonHopLattices", "CCrystal", "CVoro", "CGSL", yams]),
    module("IonHopFields", ["IonHopCore", "CGSL", "CSuiteSparse", "CMultigrid"]),
    module("IonHopAnalysis", ["IonHopCore", "CGSL"]),
    .target(
      name: "IonHopStudies",
      dependencies: [
        "IonHopCore", "IonHopLattices", "IonHopNetworks", "IonHopFields", "IonHopAnalysis", "CZlib",
        yams,
      ],
      resources: [.embedInCode("Schema/results.schema.json")], swiftSettings: settings),
    module("IonHopReports", ["IonHopStudies", "IonHopAnalysis", "IonHopNetworks"]),
    module(
      "IonHop",
      [
        "IonHopCore", "IonHopNetworks", "IonHopFields", "IonHopAnalysis", "IonHopStudies",
        "IonHopReports",
      ]),
    .executableTarget(
      name: "IonHopCLI",
      dependencies: [
        "IonHop", argumentParser, .product(name: "SwiftCSV", package: "SwiftCSV"),
        .target(name: "CMPI", condition: .when(traits: ["MPI"])),
      ],
      swiftSettings: settings),

    tests("IonHopCoreTests", ["IonHopCore"]),
    tests("IonHopNetworksTests", ["IonHopNetworks", "IonHopCore", "IonHopFields", yams]),
    tests("IonHopFieldsTests", ["IonHopFields"]),
    tests("IonHopAnalysisTests", ["IonHopAnalysis", "IonHopCore", "CGSL"]),
    tests(
      "IonHopStudiesTests",
      [
        "IonHopStudies", "IonHopReports", "IonHopNetworks", "IonHopCore", "IonHopAnalysis",
        "IonHopFields",
      ]),
    tests(
      "IonHopReportsTests",
      ["IonHopReports", "IonHopStudies", "IonHopNetworks", "IonHopCore", "IonHopAnalysis"]),
    tests("IonHopCLITests", ["IonHopCLI"]),
    tests("Validation", ["IonHop"]),
  ],
  cxxLanguageStandard: .cxx17
)
