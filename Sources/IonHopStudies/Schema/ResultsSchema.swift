/// The JSON schema of `results.json`, made by scripts/results-schema.py from the types that are
/// written there; do not edit.
public enum ResultsSchema {
  public static let json = ##"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "IonHop results",
      "description": "results.json of a study, of a sweep, or of a polycrystal.",
      "anyOf": [
        {
          "$ref": "#/$defs/StudyResults"
        },
        {
          "$ref": "#/$defs/SweepResults"
        },
        {
          "$ref": "#/$defs/PolycrystalResults"
        }
      ],
      "$defs": {
        "Number": {
          "description": "A number; what is not finite is a text.",
          "anyOf": [
            {
              "type": "number"
            },
            {
              "enum": [
                "inf",
                "-inf",
                "nan"
              ]
            }
          ]
        },
        "StudyResults": {
          "description": "All that a study found: what `results.json` holds.",
          "type": "object",
          "properties": {
            "schema": {
              "description": "Version of the format.",
              "type": "integer"
            },
            "name": {
              "description": "Of the study.",
              "type": "string"
            },
            "provenance": {
              "description": "Where the numbers come from.",
              "$ref": "#/$defs/Provenance"
            },
            "model": {
              "description": "What was simulated.",
              "$ref": "#/$defs/ModelSummary"
            },
            "points": {
              "description": "In the order of the temperatures.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/PointResult"
              }
            },
            "fits": {
              "description": "Fits to the conductivities of all temperatures.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/FitResult"
              }
            },
            "complete": {
              "description": "False when the run was stopped before every point was done; the points present are valid.",
              "type": "boolean"
            },
            "warnings": {
              "description": "What to beware of.",
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "finiteSize": {
              "description": "Larger supercells beside the study's own; nil unless asked for.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/FiniteSizeResult"
              }
            },
            "boundary": {
              "description": "The slab's boundaries; nil for other models.",
              "$ref": "#/$defs/GrainBoundarySummary"
            },
            "temperatureLaws": {
              "description": "Arrhenius against VFT; nil unless the study is of a polymer or fits VFT.",
              "$ref": "#/$defs/TemperatureLaws"
            },
            "glass": {
              "description": "What all temperatures of a glass tell together; nil for other models.",
              "$ref": "#/$defs/GlassSummary"
            }
          },
          "required": [
            "schema",
            "name",
            "provenance",
            "model",
            "points",
            "fits",
            "complete",
            "warnings"
          ],
          "additionalProperties": false
        },
        "SweepResults": {
          "description": "All that a sweep found: what `results.json` holds where a study file has a `sweep`.",
          "type": "object",
          "properties": {
            "schema": {
              "description": "Version of the format.",
              "type": "integer"
            },
            "name": {
              "description": "Of the study.",
              "type": "string"
            },
            "sweep": {
              "description": "The swept keys, in the order of the file.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/SweepAxis"
              }
            },
            "provenance": {
              "description": "Where the numbers come from.",
              "$ref": "#/$defs/Provenance"
            },
            "variants": {
              "description": "In the order of the sweep.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/VariantResults"
              }
            },
            "complete": {
              "description": "False when the run was stopped before every variant was done; what is present is valid.",
              "type": "boolean"
            }
          },
          "required": [
            "schema",
            "name",
            "sweep",
            "provenance",
            "variants",
            "complete"
          ],
          "additionalProperties": false
        },
        "PolycrystalResults": {
          "description": "All that a study of a polycrystal found, or a sweep of such studies: what `results.json` holds.",
          "type": "object",
          "properties": {
            "schema": {
              "description": "Version of the format.",
              "type": "integer"
            },
            "kind": {
              "description": "Tells the file from those of sampled studies.",
              "type": "string"
            },
            "name": {
              "description": "Of the study.",
              "type": "string"
            },
            "provenance": {
              "description": "Where the numbers come from.",
              "$ref": "#/$defs/Provenance"
            },
            "sources": {
              "description": "Of the study's own numbers.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Source"
              }
            },
            "sweep": {
              "description": "The swept keys; empty without a sweep, which then has the one variant with the empty key.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/SweepAxis"
              }
            },
            "variants": {
              "description": "In the order of the sweep.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/PolycrystalVariant"
              }
            },
            "complete": {
              "description": "False when the run was stopped before every temperature was done; what is present is valid.",
              "type": "boolean"
            }
          },
          "required": [
            "schema",
            "kind",
            "name",
            "provenance",
            "sources",
            "sweep",
            "variants",
            "complete"
          ],
          "additionalProperties": false
        },
        "Provenance": {
          "description": "Where the numbers come from: enough to repeat them to the bit.",
          "type": "object",
          "properties": {
            "program": {
              "description": "ionhop",
              "type": "string"
            },
            "version": {
              "description": "Of the program.",
              "type": "string"
            },
            "commit": {
              "description": "Of the program's source; \"unknown\" where it was built without git.",
              "type": "string"
            },
            "input": {
              "description": "The study file as it was read.",
              "type": "string"
            },
            "inputFile": {
              "description": "Name of the study file.",
              "type": "string"
            },
            "seed": {
              "description": "The study's.",
              "type": "integer"
            },
            "generator": {
              "description": "GSL's name of the random number generator.",
              "type": "string"
            },
            "gslVersion": {
              "description": "The GNU Scientific Library's.",
              "type": "string"
            },
            "started": {
              "description": "Date and time, ISO 8601.",
              "type": "string"
            },
            "finished": {
              "description": "Date and time, ISO 8601.",
              "type": "string"
            },
            "threads": {
              "description": "At work at one time; results do not depend on it.",
              "type": "integer"
            },
            "platform": {
              "description": "Operating system and processor.",
              "type": "string"
            }
          },
          "required": [
            "program",
            "version",
            "commit",
            "input",
            "inputFile",
            "seed",
            "generator",
            "gslVersion",
            "started",
            "finished",
            "threads",
            "platform"
          ],
          "additionalProperties": false
        },
        "ModelSummary": {
          "description": "What was simulated, in a user's words.",
          "type": "object",
          "properties": {
            "description": {
              "description": "In a sentence.",
              "type": "string"
            },
            "sites": {
              "description": "Of the network.",
              "type": "integer"
            },
            "hops": {
              "description": "Of the network, both ways counted.",
              "type": "integer"
            },
            "mobileIons": {
              "description": "Of all species.",
              "type": "integer"
            },
            "vacancies": {
              "description": "Places that no ion stands on.",
              "type": "integer"
            },
            "species": {
              "description": "Names of the mobile species.",
              "type": "string"
            },
            "charge": {
              "description": "Charge of the mobile ion in units of e; of several species the root mean square.",
              "$ref": "#/$defs/Number"
            },
            "volume": {
              "description": "Å³",
              "$ref": "#/$defs/Number"
            },
            "dimensions": {
              "description": "Number of directions in which the network is connected.",
              "type": "integer"
            },
            "rateLaw": {
              "description": "How energies became rates.",
              "type": "string"
            },
            "carriers": {
              "description": "Who was moved: ions or vacancies.",
              "type": "string"
            },
            "selector": {
              "description": "How hops were chosen.",
              "type": "string"
            },
            "sources": {
              "description": "Where the model's numbers come from.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Source"
              }
            },
            "published": {
              "description": "Published values of the same quantities, to print beside the results.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/PublishedValue"
              }
            },
            "drawing": {
              "description": "One cell of the crystal; nil where there is none or it is too large to draw.",
              "$ref": "#/$defs/CellDrawing"
            },
            "mobile": {
              "description": "Each mobile species; nil for one.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/MobileSummary"
              }
            }
          },
          "required": [
            "description",
            "sites",
            "hops",
            "mobileIons",
            "vacancies",
            "species",
            "charge",
            "volume",
            "dimensions",
            "rateLaw",
            "carriers",
            "selector",
            "sources",
            "published"
          ],
          "additionalProperties": false
        },
        "PointResult": {
          "description": "One state point: a temperature (and, in sweeps, a composition).",
          "type": "object",
          "properties": {
            "temperature": {
              "description": "K",
              "$ref": "#/$defs/Number"
            },
            "conductivity": {
              "description": "From the charge diffusivity, by the Nernst–Einstein relation.",
              "$ref": "#/$defs/TensorEstimate"
            },
            "chargeDiffusivity": {
              "description": "Dσ, of all ions together.",
              "$ref": "#/$defs/TensorEstimate"
            },
            "tracerDiffusivity": {
              "description": "D*, of single ions.",
              "$ref": "#/$defs/TensorEstimate"
            },
            "havenRatio": {
              "description": "D*/Dσ",
              "$ref": "#/$defs/Estimate"
            },
            "correlationFactor": {
              "description": "Tracer correlation factor f = D* / D(uncorrelated hops).",
              "$ref": "#/$defs/Estimate"
            },
            "species": {
              "description": "Each mobile species; nil for one, and under a field.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/SpeciesResult"
              }
            },
            "occupation": {
              "description": "Share of occupied sites of each kind, averaged over time.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/Estimate"
              }
            },
            "idealOccupation": {
              "description": "What ions that only exclude each other would have: Fermi–Dirac, from the site energies.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/Number"
              }
            },
            "principalConductivity": {
              "description": "The conductivity along its principal axes, and its anisotropy.",
              "$ref": "#/$defs/PrincipalValues"
            },
            "hopClasses": {
              "description": "What each hop class does for transport.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/HopClassResult"
              }
            },
            "mobileFraction": {
              "description": "Share of the ions seen at least the longest hop length away from where they began.",
              "$ref": "#/$defs/Estimate"
            },
            "hopsPerClass": {
              "description": "Accepted hops of each hop class, those skipped by basin steps included as expected.",
              "type": "object",
              "additionalProperties": {
                "type": "integer"
              }
            },
            "meanSquaredDisplacement": {
              "description": "Of single ions and of the charge, against time.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/DisplacementPoint"
              }
            },
            "driftVelocity": {
              "description": "Mean drift velocity along x, y, z; nil without a field.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Estimate"
              }
            },
            "hops": {
              "description": "Accepted hops executed in the sampled time.",
              "type": "integer"
            },
            "skippedHops": {
              "description": "Hops inside basins that exact basin steps stood for, as expected; nil without basin steps.",
              "$ref": "#/$defs/Number"
            },
            "equilibrationHops": {
              "description": "Accepted hops before sampling began.",
              "type": "integer"
            },
            "simulatedTime": {
              "description": "Physical time sampled, summed over the replicas (s).",
              "$ref": "#/$defs/Number"
            },
            "wallTime": {
              "description": "s",
              "$ref": "#/$defs/Number"
            },
            "hopsPerSecond": {
              "description": "Accepted hops a second of wall time.",
              "$ref": "#/$defs/Number"
            },
            "replicas": {
              "description": "Independent runs.",
              "type": "integer"
            },
            "converged": {
              "description": "True when the asked relative error was reached.",
              "type": "boolean"
            },
            "tracerIsDiffusive": {
              "description": "False when the tracer subdiffuses: its mean-squared displacement grows slower than time.",
              "type": "boolean"
            },
            "warnings": {
              "description": "What to beware of.",
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "settings": {
              "description": "What the point was asked for, by which a resumed run knows it; nil in files of older versions.",
              "$ref": "#/$defs/PointSettings"
            },
            "boundary": {
              "description": "What a slab tells of its boundaries; nil for other models.",
              "$ref": "#/$defs/GrainBoundaryResult"
            },
            "pairing": {
              "description": "Bound ions of a salt; nil where no ions attract each other.",
              "$ref": "#/$defs/PairingResult"
            },
            "chainMotion": {
              "description": "What moving chains carry, which the diffusivities and conductivities include; nil for others.",
              "$ref": "#/$defs/ChainMotionResult"
            },
            "composite": {
              "description": "Phases of a composite and what effective media say; nil for others.",
              "$ref": "#/$defs/CompositeResult"
            },
            "spectrum": {
              "description": "The conductivity at finite frequency; nil unless asked for.",
              "$ref": "#/$defs/SpectrumResult"
            },
            "glass": {
              "description": "What a glass tells beside; nil for other models.",
              "$ref": "#/$defs/GlassPointResult"
            }
          },
          "required": [
            "temperature",
            "conductivity",
            "chargeDiffusivity",
            "tracerDiffusivity",
            "havenRatio",
            "correlationFactor",
            "occupation",
            "hopsPerClass",
            "meanSquaredDisplacement",
            "hops",
            "equilibrationHops",
            "simulatedTime",
            "wallTime",
            "hopsPerSecond",
            "replicas",
            "converged",
            "tracerIsDiffusive",
            "warnings"
          ],
          "additionalProperties": false
        },
        "FitResult": {
          "description": "A fitted temperature law with the covariance of its parameters.",
          "type": "object",
          "properties": {
            "model": {
              "description": "The law.",
              "$ref": "#/$defs/FitModel"
            },
            "quantity": {
              "description": "What was fitted: σT, σ or σ√T.",
              "$ref": "#/$defs/FitQuantity"
            },
            "parameterNames": {
              "description": "Names of the parameters in the order of `covariance`: arrhenius: [\"activationEnergy\" eV, \"lnPrefactor\"]; vft: [\"lnPrefactor\", \"B\" K, \"T0\" K]; wlf: [\"log10Reference\", \"C1\", \"C2\" K].",
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "parameters": {
              "description": "Values in the order of `parameterNames`.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            },
            "covariance": {
              "description": "Infinite throughout where nothing determines it: no errors given, no degree of freedom left.",
              "type": "array",
              "items": {
                "type": "array",
                "items": {
                  "$ref": "#/$defs/Number"
                }
              }
            },
            "activationEnergy": {
              "description": "eV. Arrhenius: the parameter. VFT and WLF: kB B (T/(T−T0))² at `referenceTemperature`.",
              "$ref": "#/$defs/Estimate"
            },
            "prefactor": {
              "description": "The prefactor of `quantity`, with the error of its logarithm carried over.",
              "$ref": "#/$defs/Estimate"
            },
            "referenceTemperature": {
              "description": "K, where an apparent activation energy or a WLF reference needs one: mean of 1/T of the data.",
              "$ref": "#/$defs/Number"
            },
            "chiSquare": {
              "description": "Σ (residual/error)² of the logarithms.",
              "$ref": "#/$defs/Number"
            },
            "degreesOfFreedom": {
              "description": "Data less parameters.",
              "type": "integer"
            },
            "reducedChiSquare": {
              "description": "χ² per degree of freedom; nil where there is none left, or no errors to measure χ² by.",
              "$ref": "#/$defs/Number"
            },
            "aicc": {
              "description": "Akaike's criterion corrected for small samples; nil where too few points are left for it.",
              "$ref": "#/$defs/Number"
            },
            "chosenByAuto": {
              "description": "True when this fit was picked by `auto`.",
              "type": "boolean"
            },
            "notes": {
              "description": "What the reader must know: degenerate B and T0, poor fit ...",
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          },
          "required": [
            "model",
            "quantity",
            "parameterNames",
            "parameters",
            "covariance",
            "activationEnergy",
            "prefactor",
            "referenceTemperature",
            "chiSquare",
            "degreesOfFreedom",
            "chosenByAuto",
            "notes"
          ],
          "additionalProperties": false
        },
        "FiniteSizeResult": {
          "description": "The conductivity at one temperature in the study's supercell and in a doubled one.",
          "type": "object",
          "properties": {
            "temperature": {
              "description": "K",
              "$ref": "#/$defs/Number"
            },
            "sites": {
              "description": "Of the study's supercell.",
              "type": "integer"
            },
            "doubledSites": {
              "description": "Of the doubled supercell.",
              "type": "integer"
            },
            "conductivity": {
              "description": "S/cm",
              "$ref": "#/$defs/Estimate"
            },
            "doubledConductivity": {
              "description": "S/cm",
              "$ref": "#/$defs/Estimate"
            },
            "ratio": {
              "description": "Doubled over the study's own: 1 if the supercell is large enough.",
              "$ref": "#/$defs/Estimate"
            }
          },
          "required": [
            "temperature",
            "sites",
            "doubledSites",
            "conductivity",
            "doubledConductivity",
            "ratio"
          ],
          "additionalProperties": false
        },
        "GrainBoundarySummary": {
          "description": "Activation energies across temperatures, all of σT-like quantities: ln σT, and ln T/R.",
          "type": "object",
          "properties": {
            "axis": {
              "description": "x, y or z.",
              "type": "string"
            },
            "grainThickness": {
              "description": "Between the two boundaries (Å).",
              "$ref": "#/$defs/Number"
            },
            "coreWidth": {
              "description": "Å",
              "$ref": "#/$defs/Number"
            },
            "area": {
              "description": "Å²",
              "$ref": "#/$defs/Number"
            },
            "bulkActivationEnergy": {
              "description": "Of the lattice without boundaries; all nil below two temperatures.",
              "$ref": "#/$defs/Estimate"
            },
            "boundaryActivationEnergy": {
              "description": "Of T/R; nil also where R is not positive at every temperature.",
              "$ref": "#/$defs/Estimate"
            },
            "totalActivationEnergy": {
              "description": "Of the slab across.",
              "$ref": "#/$defs/Estimate"
            }
          },
          "required": [
            "axis",
            "grainThickness",
            "coreWidth",
            "area"
          ],
          "additionalProperties": false
        },
        "TemperatureLaws": {
          "description": "Arrhenius and VFT beside each other, and how well the conductivities tell B and T0 of VFT apart.",
          "type": "object",
          "properties": {
            "laws": {
              "description": "Best first.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/TemperatureLaws.Law"
              }
            },
            "failures": {
              "description": "Laws that could not be fitted, with the reason.",
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "profile": {
              "description": "Nil where VFT cannot be fitted.",
              "$ref": "#/$defs/TemperatureLaws.Profile"
            },
            "slopes": {
              "description": "Apparent activation energies at the temperatures of the study; empty without a VFT fit.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/TemperatureLaws.Slope"
              }
            },
            "fragility": {
              "description": "Fragility m = B T_g/(ln 10 (T_g − T0)²) of the conductivity; nil without VFT and a glass transition above T0.",
              "$ref": "#/$defs/Number"
            },
            "glassTransition": {
              "description": "Of the study's polymer (K).",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "laws",
            "failures",
            "slopes"
          ],
          "additionalProperties": false
        },
        "GlassSummary": {
          "description": "What all temperatures of a glass tell together.",
          "type": "object",
          "properties": {
            "activationEnergy": {
              "description": "Mean of the Arrhenius activation energies of the single networks, which does not suffer from their scatter in conductivity; nil with fewer than two temperatures.",
              "$ref": "#/$defs/Estimate"
            },
            "activationEnergySamplingError": {
              "description": "The part of its error that is from sampling (eV); the rest is from network to network.",
              "$ref": "#/$defs/Number"
            },
            "criticalActivationEnergy": {
              "description": "Of the critical path at the lowest temperature (eV): what the activation energy tends to.",
              "$ref": "#/$defs/Estimate"
            },
            "curvature": {
              "description": "Nil with fewer than four temperatures.",
              "$ref": "#/$defs/ArrheniusCurvature"
            }
          },
          "required": [],
          "additionalProperties": false
        },
        "SweepAxis": {
          "description": "One swept key, as results name it.",
          "type": "object",
          "properties": {
            "key": {
              "description": "The key path.",
              "type": "string"
            },
            "name": {
              "description": "The end of the key path that tells it from the other axes: `fraction`.",
              "type": "string"
            },
            "unit": {
              "description": "Empty for a pure number or a name.",
              "type": "string"
            }
          },
          "required": [
            "key",
            "name",
            "unit"
          ],
          "additionalProperties": false
        },
        "VariantResults": {
          "description": "What one combination of swept values gave.",
          "type": "object",
          "properties": {
            "key": {
              "description": "What tells the variant from others, in results of any run: `model.crystal.mobile.Li=0.3; seed=1`.",
              "type": "string"
            },
            "label": {
              "description": "`Li 0.3, seed 1`",
              "type": "string"
            },
            "values": {
              "description": "One for each swept key, in the order of `SweepResults.sweep`.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/SweptValue"
              }
            },
            "results": {
              "description": "Nil before the first point is done, and where the variant could not be run. The study file stands in the provenance of the sweep, the picture of the cell with the first variant that has this cell.",
              "$ref": "#/$defs/StudyResults"
            },
            "failure": {
              "description": "Why the variant could not be run.",
              "type": "string"
            }
          },
          "required": [
            "key",
            "label",
            "values"
          ],
          "additionalProperties": false
        },
        "Source": {
          "description": "A work that a number was taken from.",
          "type": "object",
          "properties": {
            "key": {
              "description": "For example \"Murugan2007\".",
              "type": "string"
            },
            "citation": {
              "description": "Author, journal, year.",
              "type": "string"
            },
            "doi": {
              "description": "Without https://doi.org/.",
              "type": "string"
            },
            "note": {
              "description": "What was taken, and whether it was verified.",
              "type": "string"
            }
          },
          "required": [
            "key",
            "citation"
          ],
          "additionalProperties": false
        },
        "PolycrystalVariant": {
          "description": "One microstructure with its materials.",
          "type": "object",
          "properties": {
            "key": {
              "description": "What tells the variant from others: `model.polycrystal.grains.size=1 um`; empty without a sweep.",
              "type": "string"
            },
            "label": {
              "description": "Its values in words: \"size 1 um\".",
              "type": "string"
            },
            "values": {
              "description": "One for each swept key.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/SweptValue"
              }
            },
            "settings": {
              "description": "Digest of all that points depend on but the temperature.",
              "type": "string"
            },
            "microstructure": {
              "description": "Nil before the microstructure is built, and where it could not be.",
              "$ref": "#/$defs/MicrostructureSummary"
            },
            "points": {
              "description": "In the order of the temperatures.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/PolycrystalPoint"
              }
            },
            "fits": {
              "description": "Of σ (\"total\"), of the grains and of the boundaries alone (\"grains\", \"boundaries\").",
              "type": "array",
              "items": {
                "$ref": "#/$defs/PolycrystalFit"
              }
            },
            "warnings": {
              "description": "What to beware of.",
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "failure": {
              "description": "Why it could not be solved.",
              "type": "string"
            }
          },
          "required": [
            "key",
            "label",
            "values",
            "settings",
            "points",
            "fits",
            "warnings"
          ],
          "additionalProperties": false
        },
        "PublishedValue": {
          "description": "A literature value of a quantity that the study also computes.",
          "type": "object",
          "properties": {
            "quantity": {
              "description": "\"conductivity\", \"activationEnergy\", \"havenRatio\", \"correlationFactor\" or \"tracerDiffusivity\"",
              "type": "string"
            },
            "value": {
              "description": "In `unit`.",
              "$ref": "#/$defs/Number"
            },
            "unit": {
              "description": "Of `value`.",
              "type": "string"
            },
            "temperature": {
              "description": "K, where the value belongs to one temperature.",
              "$ref": "#/$defs/Number"
            },
            "kind": {
              "description": "What kind of number it is: measured, DFT, MD ...",
              "type": "string"
            },
            "source": {
              "description": "The key of its `Source`.",
              "type": "string"
            }
          },
          "required": [
            "quantity",
            "value",
            "unit",
            "kind",
            "source"
          ],
          "additionalProperties": false
        },
        "CellDrawing": {
          "description": "The sites and hops of one cell, for a picture.",
          "type": "object",
          "properties": {
            "cell": {
              "description": "Three vectors (Å).",
              "type": "array",
              "items": {
                "type": "array",
                "items": {
                  "$ref": "#/$defs/Number"
                }
              }
            },
            "siteKinds": {
              "description": "Names of the kinds of sites.",
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "sites": {
              "description": "Sites of the cell.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/CellDrawing.Site"
              }
            },
            "hopClasses": {
              "description": "Names of the classes of hops.",
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "hops": {
              "description": "Hops that leave the cell's sites.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/CellDrawing.Hop"
              }
            }
          },
          "required": [
            "cell",
            "siteKinds",
            "sites",
            "hopClasses",
            "hops"
          ],
          "additionalProperties": false
        },
        "MobileSummary": {
          "description": "One of several mobile species of a study.",
          "type": "object",
          "properties": {
            "name": {
              "description": "For example \"Li\".",
              "type": "string"
            },
            "charge": {
              "description": "e",
              "$ref": "#/$defs/Number"
            },
            "ions": {
              "description": "How many there are.",
              "type": "integer"
            }
          },
          "required": [
            "name",
            "charge",
            "ions"
          ],
          "additionalProperties": false
        },
        "TensorEstimate": {
          "description": "A symmetric 3 × 3 tensor with a standard error for each component.",
          "type": "object",
          "properties": {
            "value": {
              "description": "The trace over the number of connected directions.",
              "$ref": "#/$defs/Number"
            },
            "standardError": {
              "description": "One standard deviation of `value`.",
              "$ref": "#/$defs/Number"
            },
            "unit": {
              "description": "What all components are in.",
              "$ref": "#/$defs/Unit"
            },
            "tensor": {
              "description": "Components [row][column] along x, y, z.",
              "type": "array",
              "items": {
                "type": "array",
                "items": {
                  "$ref": "#/$defs/Number"
                }
              }
            },
            "tensorStandardError": {
              "description": "One standard deviation of each component.",
              "type": "array",
              "items": {
                "type": "array",
                "items": {
                  "$ref": "#/$defs/Number"
                }
              }
            }
          },
          "required": [
            "value",
            "standardError",
            "unit",
            "tensor",
            "tensorStandardError"
          ],
          "additionalProperties": false
        },
        "Estimate": {
          "description": "A measured or computed scalar with its standard error and unit.",
          "type": "object",
          "properties": {
            "value": {
              "description": "The number, in `unit`.",
              "$ref": "#/$defs/Number"
            },
            "standardError": {
              "description": "One standard deviation of the sampling distribution of `value`; zero for an exact number.",
              "$ref": "#/$defs/Number"
            },
            "unit": {
              "description": "What `value` and `standardError` are in.",
              "$ref": "#/$defs/Unit"
            }
          },
          "required": [
            "value",
            "standardError",
            "unit"
          ],
          "additionalProperties": false
        },
        "SpeciesResult": {
          "description": "What one of several mobile species does at a point; see `SpeciesTransport` for the definitions.",
          "type": "object",
          "properties": {
            "name": {
              "description": "For example \"Li\".",
              "type": "string"
            },
            "ions": {
              "description": "How many there are.",
              "type": "integer"
            },
            "charge": {
              "description": "e",
              "$ref": "#/$defs/Number"
            },
            "tracerDiffusivity": {
              "description": "cm²/s; nil for a species without ions.",
              "$ref": "#/$defs/Estimate"
            },
            "transferenceNumber": {
              "description": "Share of the current, from all correlations.",
              "$ref": "#/$defs/Estimate"
            },
            "idealTransferenceNumber": {
              "description": "The same for ions that know nothing of each other.",
              "$ref": "#/$defs/Estimate"
            },
            "conductivityWith": {
              "description": "Onsager conductivity σ_ij (S/cm) with each species j.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/Estimate"
              }
            }
          },
          "required": [
            "name",
            "ions",
            "charge",
            "transferenceNumber",
            "idealTransferenceNumber",
            "conductivityWith"
          ],
          "additionalProperties": false
        },
        "PrincipalValues": {
          "description": "A tensor's values along its principal axes, and how far they differ.",
          "type": "object",
          "properties": {
            "values": {
              "description": "The largest first; those of directions without connection are zero within their errors.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Estimate"
              }
            },
            "axes": {
              "description": "Unit vectors along x, y, z, in the order of the values.",
              "type": "array",
              "items": {
                "type": "array",
                "items": {
                  "$ref": "#/$defs/Number"
                }
              }
            },
            "anisotropy": {
              "description": "Largest over smallest of the connected directions; nil for chains.",
              "$ref": "#/$defs/Estimate"
            }
          },
          "required": [
            "values",
            "axes"
          ],
          "additionalProperties": false
        },
        "HopClassResult": {
          "description": "What the hops of one class do at one temperature.",
          "type": "object",
          "properties": {
            "squaredLengthShare": {
              "description": "Share in the sum of squared hop lengths, Σ z²ℓ²; all classes add up to 1.",
              "$ref": "#/$defs/Estimate"
            },
            "dissipationShare": {
              "description": "Share in the dissipation of a current, from the network solver; all classes add up to 1, the largest is the bottleneck. By so much per cent the conductivity changes with one per cent of the class's rates. Nil where ions interact, in a field, and in networks too large to solve.",
              "$ref": "#/$defs/Number"
            },
            "pairCorrelation": {
              "description": "⟨n_i n_j⟩ of the ends of a bond over the product of the mean occupations of their kinds.",
              "$ref": "#/$defs/Estimate"
            }
          },
          "required": [
            "squaredLengthShare"
          ],
          "additionalProperties": false
        },
        "DisplacementPoint": {
          "description": "One lag of the mean-squared displacement curves.",
          "type": "object",
          "properties": {
            "time": {
              "description": "s",
              "$ref": "#/$defs/Number"
            },
            "tracer": {
              "description": "⟨|Δr|²⟩ of single ions (Å²)",
              "$ref": "#/$defs/Number"
            },
            "tracerStandardError": {
              "description": "One standard deviation (Å²).",
              "$ref": "#/$defs/Number"
            },
            "charge": {
              "description": "⟨|ΣΔr|²⟩/N of all ions together (Å²)",
              "$ref": "#/$defs/Number"
            },
            "chargeStandardError": {
              "description": "One standard deviation (Å²).",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "time",
            "charge",
            "chargeStandardError"
          ],
          "additionalProperties": false
        },
        "PointSettings": {
          "description": "What a point was asked for: decides whether a later run of the study may keep it.",
          "type": "object",
          "properties": {
            "digest": {
              "description": "Of all that the point's random path depends on, its temperature apart; empty for studies that were read from no file, whose points no later run keeps.",
              "type": "string"
            },
            "seed": {
              "description": "The study's.",
              "type": "integer"
            },
            "hops": {
              "description": "Accepted hops, where the study fixes them.",
              "type": "integer"
            },
            "target": {
              "description": "The quantity whose relative standard error was asked for.",
              "$ref": "#/$defs/SamplingTarget"
            },
            "relativeError": {
              "description": "That was asked for.",
              "$ref": "#/$defs/Number"
            },
            "maxHops": {
              "description": "That were allowed.",
              "type": "integer"
            },
            "maxTime": {
              "description": "s",
              "$ref": "#/$defs/Number"
            },
            "interrupted": {
              "description": "True when the point was ended from outside before it had what was asked, or within a round of sampling.",
              "type": "boolean"
            }
          },
          "required": [
            "digest",
            "seed",
            "target",
            "relativeError",
            "maxHops",
            "interrupted"
          ],
          "additionalProperties": false
        },
        "GrainBoundaryResult": {
          "description": "What a slab tells of one of its boundaries at a temperature.",
          "type": "object",
          "properties": {
            "bulkConductivity": {
              "description": "Of the lattice without boundaries, across (S/cm).",
              "$ref": "#/$defs/Estimate"
            },
            "bulkMethod": {
              "description": "How the bulk's conductivity came about.",
              "$ref": "#/$defs/GrainBoundaryResult.Method"
            },
            "acrossConductivity": {
              "description": "Of the slab, across the boundaries (S/cm).",
              "$ref": "#/$defs/Estimate"
            },
            "alongConductivity": {
              "description": "Of the slab, along the boundaries: mean of both directions (S/cm).",
              "$ref": "#/$defs/Estimate"
            },
            "areaResistance": {
              "description": "R of one boundary (Ω·cm²); infinite where nothing crosses.",
              "$ref": "#/$defs/Estimate"
            },
            "resistanceRatio": {
              "description": "R/R_bulk of one grain, as thick as half the slab.",
              "$ref": "#/$defs/Estimate"
            },
            "resistivityRatio": {
              "description": "ρ_core/ρ_bulk = 1 + R σ_bulk/w, with all excess in the core; nil for a core without width.",
              "$ref": "#/$defs/Estimate"
            },
            "blockingFactor": {
              "description": "R/(R + R_bulk), the boundary's share of the slab's resistance: α_R of impedance spectroscopy (M. Kleitz, H. Bernard, E. Fernandez, E. Schouler, Adv. Ceram. 3, 310 (1981); recalled).",
              "$ref": "#/$defs/Estimate"
            },
            "ideal": {
              "description": "The same slab by the network solver; nil where it does not apply.",
              "$ref": "#/$defs/IdealBoundary"
            },
            "meanIons": {
              "description": "Ions that ideal statistics ask for in the slab. A whole number of them runs; the conductivities here, unlike the point's, are scaled to this one, by ions times vacancies.",
              "$ref": "#/$defs/Number"
            },
            "settlingTime": {
              "description": "Shortest lag at which the slope of the charge displacement was taken (s).",
              "$ref": "#/$defs/Number"
            },
            "spaceCharge": {
              "description": "Nil without a space charge.",
              "$ref": "#/$defs/SpaceChargeRecord"
            },
            "profile": {
              "description": "Plane by plane from the middle of one grain to that of the next.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/BoundaryPlane"
              }
            }
          },
          "required": [
            "bulkConductivity",
            "bulkMethod",
            "acrossConductivity",
            "alongConductivity",
            "areaResistance",
            "resistanceRatio",
            "blockingFactor",
            "meanIons",
            "settlingTime",
            "profile"
          ],
          "additionalProperties": false
        },
        "PairingResult": {
          "description": "Ions that stand beside, or with, one of the other kind, chance included.",
          "type": "object",
          "properties": {
            "pairedCations": {
              "description": "Share of the cations bound to an anion.",
              "$ref": "#/$defs/Estimate"
            },
            "pairedAnions": {
              "description": "Share of the anions bound to a cation.",
              "$ref": "#/$defs/Estimate"
            },
            "aggregatedCations": {
              "description": "Share of the cations in aggregates of three and more ions.",
              "$ref": "#/$defs/Estimate"
            }
          },
          "required": [
            "pairedCations",
            "pairedAnions",
            "aggregatedCations"
          ],
          "additionalProperties": false
        },
        "ChainMotionResult": {
          "description": "What the motion of chains adds at a temperature.",
          "type": "object",
          "properties": {
            "residenceTime": {
              "description": "Mean time of a cation on a chain, τ₃ (s).",
              "$ref": "#/$defs/Estimate"
            },
            "carriedDiffusivity": {
              "description": "What carrying adds to the tracer diffusivity of the cation (cm²/s).",
              "$ref": "#/$defs/Estimate"
            },
            "rouseTime": {
              "description": "Of the slowest mode (s).",
              "$ref": "#/$defs/Number"
            },
            "beads": {
              "description": "Of a chain.",
              "type": "integer"
            }
          },
          "required": [
            "residenceTime",
            "carriedDiffusivity",
            "rouseTime",
            "beads"
          ],
          "additionalProperties": false
        },
        "CompositeResult": {
          "description": "A composite at one temperature beside what effective media say of it.",
          "type": "object",
          "properties": {
            "fractions": {
              "description": "Share of the volume by phase: matrix, shell and filler.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/Number"
              }
            },
            "conductivities": {
              "description": "S/cm by phase.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/Number"
              }
            },
            "solved": {
              "description": "Of the exact solution (S/cm), the mean of three directions.",
              "$ref": "#/$defs/Number"
            },
            "gain": {
              "description": "Over that of the polymer alone.",
              "$ref": "#/$defs/Number"
            },
            "dissipation": {
              "description": "Part of the dissipation in each phase, and at \"contacts\"; means of three directions.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/Number"
              }
            },
            "effectiveMedia": {
              "description": "Conductivities (S/cm) of effective media of polymer and coated particles: \"Maxwell Garnett\", \"Bruggeman\", and \"general effective medium\" where coated particles conduct better than polymer.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/Number"
              }
            },
            "bounds": {
              "description": "Hashin–Shtrikman bounds of polymer and coated particles (S/cm).",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            }
          },
          "required": [
            "fractions",
            "conductivities",
            "solved",
            "gain",
            "dissipation",
            "effectiveMedia",
            "bounds"
          ],
          "additionalProperties": false
        },
        "SpectrumResult": {
          "description": "The conductivity of a point at finite frequency.",
          "type": "object",
          "properties": {
            "points": {
              "description": "In rising frequency.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/SpectrumPoint"
              }
            },
            "sampledDecades": {
              "description": "Decades of frequency that sampling covers.",
              "$ref": "#/$defs/Number"
            },
            "network": {
              "description": "What the network solver's values are; nil where it has none.",
              "$ref": "#/$defs/SpectrumResult.NetworkMethod"
            },
            "highFrequencyConductivity": {
              "description": "σ at frequencies above all rates, from the lengths of all hops (S/cm).",
              "$ref": "#/$defs/Estimate"
            },
            "jonscher": {
              "description": "Nil where the conductivity hardly rises, or no fit was possible.",
              "$ref": "#/$defs/JonscherResult"
            }
          },
          "required": [
            "points",
            "sampledDecades",
            "highFrequencyConductivity"
          ],
          "additionalProperties": false
        },
        "GlassPointResult": {
          "description": "What a point tells of a glass beside its conductivity.",
          "type": "object",
          "properties": {
            "samplingError": {
              "description": "The parts of the conductivity's standard error (S/cm): from sampling each network, and from the scatter between networks; nil for one network, whose scatter is not known.",
              "$ref": "#/$defs/Number"
            },
            "realisationError": {
              "description": "From the scatter between networks (S/cm); nil for one.",
              "$ref": "#/$defs/Number"
            },
            "trappedFraction": {
              "description": "Share of the ions that were never seen a hop length away from where they began, in the time that was sampled; nil before a look.",
              "$ref": "#/$defs/Estimate"
            },
            "subdiffusion": {
              "description": "Where single ions subdiffuse most; nil with too few lags.",
              "$ref": "#/$defs/SubdiffusionResult"
            },
            "networks": {
              "description": "Each network by itself.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/RealisationResult"
              }
            }
          },
          "required": [
            "samplingError",
            "networks"
          ],
          "additionalProperties": false
        },
        "FitModel": {
          "description": "The temperature law that a fit assumes.",
          "enum": [
            "arrhenius",
            "vft",
            "wlf",
            "auto"
          ]
        },
        "FitQuantity": {
          "description": "What a fit is of.",
          "enum": [
            "sigmaT",
            "sigma",
            "sigmaRootT"
          ]
        },
        "TemperatureLaws.Law": {
          "description": "A law with its rank.",
          "type": "object",
          "properties": {
            "model": {
              "description": "`.arrhenius` or `.vft`",
              "$ref": "#/$defs/FitModel"
            },
            "quantity": {
              "description": "What was fitted.",
              "$ref": "#/$defs/FitQuantity"
            },
            "aicc": {
              "description": "Akaike's criterion, corrected for few data.",
              "$ref": "#/$defs/Number"
            },
            "delta": {
              "description": "AICc above that of the best.",
              "$ref": "#/$defs/Number"
            },
            "weight": {
              "description": "Akaike weight, all laws' sum being 1.",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "model",
            "quantity",
            "aicc",
            "delta",
            "weight"
          ],
          "additionalProperties": false
        },
        "TemperatureLaws.Profile": {
          "description": "The best fit at each T0.",
          "type": "object",
          "properties": {
            "quantity": {
              "description": "What was fitted.",
              "$ref": "#/$defs/FitQuantity"
            },
            "t0": {
              "description": "K",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            },
            "b": {
              "description": "K",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            },
            "rise": {
              "description": "χ² above the least.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            },
            "best": {
              "description": "The best T0 and B (K).",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            },
            "lowestT0": {
              "description": "T0 (K) and B (K) allowed with 95 % confidence; a bound is nil where the data set none.",
              "$ref": "#/$defs/Number"
            },
            "highestT0": {
              "description": "Upper end of the range of T0 at 95 % (K); nil where it is open.",
              "$ref": "#/$defs/Number"
            },
            "lowestB": {
              "description": "Lower end of the range of B at 95 % (K); nil where it is open.",
              "$ref": "#/$defs/Number"
            },
            "highestB": {
              "description": "Upper end of the range of B at 95 % (K); nil where it is open.",
              "$ref": "#/$defs/Number"
            },
            "thresholds": {
              "description": "Rise of χ² that bounds 68 and 95 %.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            }
          },
          "required": [
            "quantity",
            "t0",
            "b",
            "rise",
            "best",
            "thresholds"
          ],
          "additionalProperties": false
        },
        "TemperatureLaws.Slope": {
          "description": "The apparent activation energy at a temperature.",
          "type": "object",
          "properties": {
            "temperature": {
              "description": "K",
              "$ref": "#/$defs/Number"
            },
            "energy": {
              "description": "−d ln y/d(1/kT) of the best VFT fit (eV).",
              "$ref": "#/$defs/Estimate"
            }
          },
          "required": [
            "temperature",
            "energy"
          ],
          "additionalProperties": false
        },
        "ArrheniusCurvature": {
          "description": "How an Arrhenius plot bends: a parabola in β = 1/kT,",
          "type": "object",
          "properties": {
            "activationEnergy": {
              "description": "Activation energies at the mean, the lowest and the highest temperature.",
              "$ref": "#/$defs/Estimate"
            },
            "coldest": {
              "description": "Apparent activation energy at the lowest temperature (eV).",
              "$ref": "#/$defs/Estimate"
            },
            "hottest": {
              "description": "Apparent activation energy at the highest temperature (eV).",
              "$ref": "#/$defs/Estimate"
            },
            "curvature": {
              "description": "K (eV²) and its standard error.",
              "$ref": "#/$defs/Number"
            },
            "curvatureStandardError": {
              "description": "One standard deviation of `curvature`.",
              "$ref": "#/$defs/Number"
            },
            "referenceTemperature": {
              "description": "Mean of 1/T (K).",
              "$ref": "#/$defs/Number"
            },
            "reducedChiSquare": {
              "description": "χ² of the parabola over its degrees of freedom; nil without any.",
              "$ref": "#/$defs/Number"
            },
            "isPreferred": {
              "description": "True if AICc prefers it to a straight line; nil with too few temperatures to tell.",
              "type": "boolean"
            }
          },
          "required": [
            "activationEnergy",
            "coldest",
            "hottest",
            "curvature",
            "curvatureStandardError",
            "referenceTemperature"
          ],
          "additionalProperties": false
        },
        "SweptValue": {
          "description": "One value of one swept key.",
          "type": "object",
          "properties": {
            "key": {
              "description": "Key path in the study file, for example `model.crystal.mobile.Li.fraction`.",
              "type": "string"
            },
            "text": {
              "description": "In the base unit where the quantity is known, else as the file has it: `0.3`, `[4, 4, 4]`.",
              "type": "string"
            },
            "number": {
              "description": "In `unit`; nil for what is no single number.",
              "$ref": "#/$defs/Number"
            },
            "unit": {
              "description": "The base unit of the key's quantity; empty for pure numbers and where it is not known.",
              "type": "string"
            }
          },
          "required": [
            "key",
            "text",
            "unit"
          ],
          "additionalProperties": false
        },
        "MicrostructureSummary": {
          "description": "The structure in numbers, and a cut through it.",
          "type": "object",
          "properties": {
            "shape": {
              "description": "Voxels along x, y and z.",
              "type": "array",
              "items": {
                "type": "integer"
              }
            },
            "spacing": {
              "description": "Edges of a voxel (Å).",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            },
            "grains": {
              "description": "Number of grains.",
              "type": "integer"
            },
            "boundaryAreaPerVolume": {
              "description": "S_V of all interfaces (1/Å).",
              "$ref": "#/$defs/Number"
            },
            "shares": {
              "description": "Of grains, core, film and pores, in volume.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/Number"
              }
            },
            "slice": {
              "description": "A plane of voxels, for the report's picture.",
              "$ref": "#/$defs/MicrostructureSlice"
            }
          },
          "required": [
            "shape",
            "spacing",
            "grains",
            "boundaryAreaPerVolume",
            "shares"
          ],
          "additionalProperties": false
        },
        "PolycrystalPoint": {
          "description": "One temperature.",
          "type": "object",
          "properties": {
            "temperature": {
              "description": "K",
              "$ref": "#/$defs/Number"
            },
            "conductivity": {
              "description": "Effective conductivity, a third of the trace (S/cm).",
              "$ref": "#/$defs/Number"
            },
            "tensor": {
              "description": "[row][column] (S/cm)",
              "type": "array",
              "items": {
                "type": "array",
                "items": {
                  "$ref": "#/$defs/Number"
                }
              }
            },
            "percolates": {
              "description": "Whether a conducting path crosses the box along x, y and z.",
              "type": "array",
              "items": {
                "type": "boolean"
              }
            },
            "bulkConductivity": {
              "description": "Of the bulk law (S/cm).",
              "$ref": "#/$defs/Number"
            },
            "areaResistance": {
              "description": "Excess resistance of an ordinary boundary (Ω·cm²); nil without, and for a core with voxels.",
              "$ref": "#/$defs/Number"
            },
            "boundaryShare": {
              "description": "R_gb / (R_bulk + R_gb), the share of the dissipation in boundaries, mean over the axes that conduct: the blocking factor.",
              "$ref": "#/$defs/Number"
            },
            "boundaryShares": {
              "description": "The same along x, y and z.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            },
            "dissipation": {
              "description": "Share of the dissipation in each kind of voxels and in the interfaces, mean over the axes.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/Number"
              }
            },
            "closedForms": {
              "description": "Textbook formulas for grains and boundaries alone (S/cm), without pores, cracks and films.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/ClosedForm"
              }
            },
            "relativeResidual": {
              "description": "Of the solver.",
              "$ref": "#/$defs/Number"
            },
            "iterations": {
              "description": "Of the solver, over all directions.",
              "type": "integer"
            },
            "wallTime": {
              "description": "s",
              "$ref": "#/$defs/Number"
            },
            "spectrum": {
              "description": "Nil but at the temperatures of the study's impedance.",
              "$ref": "#/$defs/PolycrystalSpectrum"
            }
          },
          "required": [
            "temperature",
            "conductivity",
            "tensor",
            "percolates",
            "bulkConductivity",
            "boundaryShare",
            "boundaryShares",
            "dissipation",
            "closedForms",
            "relativeResidual",
            "iterations",
            "wallTime"
          ],
          "additionalProperties": false
        },
        "PolycrystalFit": {
          "description": "A fit with what it is of.",
          "type": "object",
          "properties": {
            "of": {
              "description": "\"total\", \"grains\" or \"boundaries\".",
              "type": "string"
            },
            "fit": {
              "description": "The fit.",
              "$ref": "#/$defs/FitResult"
            }
          },
          "required": [
            "of",
            "fit"
          ],
          "additionalProperties": false
        },
        "CellDrawing.Site": {
          "description": "A site of the picture.",
          "type": "object",
          "properties": {
            "position": {
              "description": "Å",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            },
            "kind": {
              "description": "Index in `siteKinds`.",
              "type": "integer"
            }
          },
          "required": [
            "position",
            "kind"
          ],
          "additionalProperties": false
        },
        "CellDrawing.Hop": {
          "description": "A directed hop.",
          "type": "object",
          "properties": {
            "from": {
              "description": "Index in `sites`.",
              "type": "integer"
            },
            "displacement": {
              "description": "Å",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            },
            "hopClass": {
              "description": "Index in `hopClasses`.",
              "type": "integer"
            }
          },
          "required": [
            "from",
            "displacement",
            "hopClass"
          ],
          "additionalProperties": false
        },
        "Unit": {
          "description": "The units that results are reported in.",
          "enum": [
            "1",
            "eV",
            "K",
            "S/cm",
            "S K/cm",
            "S K^0.5/cm",
            "cm2/s",
            "cm/s",
            "s",
            "ohm cm2"
          ]
        },
        "SamplingTarget": {
          "description": "The quantity that is to be known well.",
          "enum": [
            "conductivity",
            "havenRatio",
            "activationEnergy"
          ]
        },
        "GrainBoundaryResult.Method": {
          "description": "How a conductivity was found.",
          "enum": [
            "exact",
            "meanField",
            "simulated"
          ]
        },
        "IdealBoundary": {
          "description": "Conductivity and resistance by the network solver.",
          "type": "object",
          "properties": {
            "method": {
              "description": "How it came about.",
              "$ref": "#/$defs/GrainBoundaryResult.Method"
            },
            "bulkConductivity": {
              "description": "S/cm, of the lattice without boundaries.",
              "$ref": "#/$defs/Number"
            },
            "acrossConductivity": {
              "description": "S/cm",
              "$ref": "#/$defs/Number"
            },
            "areaResistance": {
              "description": "Ω·cm²",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "method",
            "bulkConductivity",
            "acrossConductivity",
            "areaResistance"
          ],
          "additionalProperties": false
        },
        "SpaceChargeRecord": {
          "description": "What the Poisson equation gave.",
          "type": "object",
          "properties": {
            "corePotential": {
              "description": "V, against the bulk.",
              "$ref": "#/$defs/Number"
            },
            "coreCharge": {
              "description": "e/Å²",
              "$ref": "#/$defs/Number"
            },
            "middlePotential": {
              "description": "In the middle of the grains (V).",
              "$ref": "#/$defs/Number"
            },
            "screeningLength": {
              "description": "Å",
              "$ref": "#/$defs/Number"
            },
            "steps": {
              "description": "Newton steps, charge that the equation lacks, and |sum of all charges|, the last two over the sum of the charges' sizes; nil for a closed form.",
              "type": "integer"
            },
            "residual": {
              "description": "Charge that the Poisson equation lacks, over the sum of the charges’ sizes.",
              "$ref": "#/$defs/Number"
            },
            "neutrality": {
              "description": "|Sum of all charges| over the sum of their sizes.",
              "$ref": "#/$defs/Number"
            },
            "rounds": {
              "description": "Rounds in which the potential followed the simulation, and the largest change in the last (V); nil where it is that of ideal statistics.",
              "type": "integer"
            },
            "lastChange": {
              "description": "Change of the potential in the last round (V).",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "corePotential",
            "coreCharge",
            "middlePotential"
          ],
          "additionalProperties": false
        },
        "BoundaryPlane": {
          "description": "A plane of sites parallel to the boundary.",
          "type": "object",
          "properties": {
            "position": {
              "description": "Å from the middle of the boundary.",
              "$ref": "#/$defs/Number"
            },
            "sites": {
              "description": "In both grains and both boundaries together.",
              "type": "integer"
            },
            "potential": {
              "description": "V; zero without a space charge.",
              "$ref": "#/$defs/Number"
            },
            "field": {
              "description": "−dφ/dx (V/Å)",
              "$ref": "#/$defs/Number"
            },
            "siteEnergy": {
              "description": "Mean energy of the plane's sites, potential included (eV).",
              "$ref": "#/$defs/Number"
            },
            "idealOccupation": {
              "description": "Occupied share, ideal ions: Fermi–Dirac.",
              "$ref": "#/$defs/Number"
            },
            "occupation": {
              "description": "Occupied share in the simulation; nil where none ran.",
              "$ref": "#/$defs/Estimate"
            },
            "concentration": {
              "description": "Ideal ions per length across the boundary: of the layer half way to both neighbour planes (Å⁻³).",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "position",
            "sites",
            "potential",
            "field",
            "siteEnergy",
            "idealOccupation",
            "concentration"
          ],
          "additionalProperties": false
        },
        "SpectrumPoint": {
          "description": "The conductivity at one frequency.",
          "type": "object",
          "properties": {
            "angularFrequency": {
              "description": "rad/s",
              "$ref": "#/$defs/Number"
            },
            "real": {
              "description": "σ′ and σ″ sampled (S/cm); nil outside the sampled range.",
              "$ref": "#/$defs/Estimate"
            },
            "imaginary": {
              "description": "σ″ (S/cm); nil where it is not sampled.",
              "$ref": "#/$defs/Estimate"
            },
            "networkReal": {
              "description": "By the network solver (S/cm).",
              "$ref": "#/$defs/Number"
            },
            "networkImaginary": {
              "description": "σ″ of the network solver (S/cm); nil where it was not asked.",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "angularFrequency"
          ],
          "additionalProperties": false
        },
        "SpectrumResult.NetworkMethod": {
          "description": "How the network solver's values came about.",
          "enum": [
            "exact",
            "meanField"
          ]
        },
        "JonscherResult": {
          "description": "σ′ = σ_dc (1 + (ω/ω₀)ⁿ); see `JonscherFit`.",
          "type": "object",
          "properties": {
            "plateau": {
              "description": "σ_dc (S/cm)",
              "$ref": "#/$defs/Estimate"
            },
            "onset": {
              "description": "ω₀ (rad/s), at which σ′ is twice the plateau.",
              "$ref": "#/$defs/Number"
            },
            "onsetStandardError": {
              "description": "One standard deviation of `onset`.",
              "$ref": "#/$defs/Number"
            },
            "exponent": {
              "description": "n",
              "$ref": "#/$defs/Estimate"
            }
          },
          "required": [
            "plateau",
            "onset",
            "onsetStandardError",
            "exponent"
          ],
          "additionalProperties": false
        },
        "SubdiffusionResult": {
          "description": "⟨Δr²⟩ ∝ t^α of single ions over the stretch of time in which α is smallest.",
          "type": "object",
          "properties": {
            "exponent": {
              "description": "α",
              "$ref": "#/$defs/Estimate"
            },
            "from": {
              "description": "s",
              "$ref": "#/$defs/Number"
            },
            "to": {
              "description": "Longest lag (s).",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "exponent",
            "from",
            "to"
          ],
          "additionalProperties": false
        },
        "RealisationResult": {
          "description": "One network of a glass at one temperature.",
          "type": "object",
          "properties": {
            "index": {
              "description": "From 0.",
              "type": "integer"
            },
            "conductivity": {
              "description": "S/cm",
              "$ref": "#/$defs/Estimate"
            },
            "criticalPath": {
              "description": "Nil where ions interact, for several species, and in networks that close around no axis.",
              "$ref": "#/$defs/CriticalPathResult"
            }
          },
          "required": [
            "index",
            "conductivity"
          ],
          "additionalProperties": false
        },
        "MicrostructureSlice": {
          "description": "A cut perpendicular to z through the middle.",
          "type": "object",
          "properties": {
            "axis": {
              "description": "Number of the axis that the mean field lies along.",
              "type": "integer"
            },
            "temperature": {
              "description": "K",
              "$ref": "#/$defs/Number"
            },
            "spacing": {
              "description": "Edges of a picture element (Å).",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Number"
              }
            },
            "labels": {
              "description": "Labels of a row along x, from the lowest y, separated by spaces; −1 for a pore.",
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "current": {
              "description": "|j| over its mean, likewise.",
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          },
          "required": [
            "axis",
            "temperature",
            "spacing",
            "labels",
            "current"
          ],
          "additionalProperties": false
        },
        "ClosedForm": {
          "description": "A formula's value with its name.",
          "type": "object",
          "properties": {
            "name": {
              "description": "For example \"brick layer\".",
              "type": "string"
            },
            "conductivity": {
              "description": "S/cm",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "name",
            "conductivity"
          ],
          "additionalProperties": false
        },
        "PolycrystalSpectrum": {
          "description": "Impedance along one axis.",
          "type": "object",
          "properties": {
            "axis": {
              "description": "0, 1 or 2",
              "type": "integer"
            },
            "points": {
              "description": "In rising frequency.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/PolycrystalSpectrum.Point"
              }
            },
            "circuit": {
              "description": "What an experimenter reads from it; nil where no circuit fits.",
              "$ref": "#/$defs/PolycrystalSpectrum.Circuit"
            }
          },
          "required": [
            "axis",
            "points"
          ],
          "additionalProperties": false
        },
        "CriticalPathResult": {
          "description": "The easiest path through a network; see `CriticalPath`.",
          "type": "object",
          "properties": {
            "energy": {
              "description": "Of its highest saddle, on the scale of the site energies (eV).",
              "$ref": "#/$defs/Number"
            },
            "activationEnergy": {
              "description": "By which the conductivity times temperature is activated where rates span many decades: the energy less that of the level from which ions start (eV).",
              "$ref": "#/$defs/Number"
            },
            "openShare": {
              "description": "Bonds no higher than that saddle, as a share of all: the percolation threshold of the network.",
              "$ref": "#/$defs/Number"
            },
            "clusterShare": {
              "description": "Sites that they join to the path, as a share of all.",
              "$ref": "#/$defs/Number"
            },
            "bottleneck": {
              "description": "Hop class of the highest saddle.",
              "type": "string"
            },
            "backboneShare": {
              "description": "Share of the bonds that dissipate nine tenths of a current of lone ions; nil in networks of more than three thousand sites.",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "energy",
            "activationEnergy",
            "openShare",
            "clusterShare",
            "bottleneck"
          ],
          "additionalProperties": false
        },
        "PolycrystalSpectrum.Point": {
          "description": "The resistivity at one frequency.",
          "type": "object",
          "properties": {
            "frequency": {
              "description": "Hz",
              "$ref": "#/$defs/Number"
            },
            "real": {
              "description": "Of the complex resistivity (Ω·cm).",
              "$ref": "#/$defs/Number"
            },
            "imaginary": {
              "description": "ρ″ (Ω·cm)",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "frequency",
            "real",
            "imaginary"
          ],
          "additionalProperties": false
        },
        "PolycrystalSpectrum.Circuit": {
          "description": "An equivalent circuit, fitted as experimenters do.",
          "type": "object",
          "properties": {
            "model": {
              "description": "\"oneArc\", \"resistorAndArc\" or \"twoArcs\"",
              "type": "string"
            },
            "arcs": {
              "description": "Faster first.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/PolycrystalSpectrum.Arc"
              }
            },
            "seriesResistivity": {
              "description": "Ω·cm; of a resistor before the arc.",
              "$ref": "#/$defs/Number"
            },
            "bulkResistivity": {
              "description": "Ω·cm, where the circuit tells bulk and boundary apart.",
              "$ref": "#/$defs/Number"
            },
            "boundaryResistivity": {
              "description": "Of the second arc (Ω·cm); nil with one arc.",
              "$ref": "#/$defs/Number"
            },
            "relativeResidual": {
              "description": "Root mean square of what the fit leaves, over |ρ|.",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "model",
            "arcs",
            "relativeResidual"
          ],
          "additionalProperties": false
        },
        "PolycrystalSpectrum.Arc": {
          "description": "A resistor beside a constant-phase element.",
          "type": "object",
          "properties": {
            "resistivity": {
              "description": "Ω·cm",
              "$ref": "#/$defs/Number"
            },
            "resistivityStandardError": {
              "description": "One standard deviation (Ω·cm).",
              "$ref": "#/$defs/Number"
            },
            "timeConstant": {
              "description": "s",
              "$ref": "#/$defs/Number"
            },
            "exponent": {
              "description": "α of the constant-phase element; 1 for a capacitor.",
              "$ref": "#/$defs/Number"
            },
            "capacitance": {
              "description": "F/cm",
              "$ref": "#/$defs/Number"
            }
          },
          "required": [
            "resistivity",
            "resistivityStandardError",
            "timeConstant",
            "exponent",
            "capacitance"
          ],
          "additionalProperties": false
        }
      }
    }

    """##
}
