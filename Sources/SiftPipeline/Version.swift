/// The version that `--version` prints and that outputs name as their maker's.
package let stackSiftVersion = "0.1.0"
