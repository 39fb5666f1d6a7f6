import IonHop

/// A study file from your users: what is wrong with it is one typed error, fit to be shown to them.
func readYourUsersFiles() {
  let text = """
    model: { crystal: { lattice: LLZO-cubic, suprcell: [4, 4, 4] } }
    temperatures: 300
    """
  do throws(InputError) {
    _ = try Study.parse(text: text, file: "upload.yaml")
  } catch {
    print("line \(error.line ?? 0), key \(error.keyPath): \(error.message)")
  }
}
