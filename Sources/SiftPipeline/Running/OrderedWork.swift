/// Work on many inputs at once whose results are taken in the order of the inputs, whatever the number of jobs.
enum OrderedWork {
    /// Runs `work` on each input, at most `jobs` at a time, and hands each result to `take`, which says whether to go
    /// on.
    ///
    /// No more than a few results are held back: work waits for the slowest of them, so that memory does not grow
    /// with the number of inputs.
    static func run<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], jobs: Int, _ work: @escaping @Sendable (Input) -> Output,
        take: (_ index: Int, _ output: Output) -> Bool
    ) async {
        let jobs = max(jobs, 1)
        await withTaskGroup(of: (Int, Output).self) { group in
            var waiting: [Int: Output] = [:]
            var started = 0
            var taken = 0
            func startMore(_ group: inout TaskGroup<(Int, Output)>) {
                while started < inputs.count, started - taken < 2 * jobs, started - taken - waiting.count < jobs {
                    let index = started
                    let input = inputs[index]
                    started += 1
                    group.addTask { (index, work(input)) }
                }
            }
            startMore(&group)
            while let (index, output) = await group.next() {
                waiting[index] = output
                while let next = waiting.removeValue(forKey: taken) {
                    guard take(taken, next) else { return }
                    taken += 1
                }
                startMore(&group)
            }
        }
    }
}
