// One line a diagnostic, in the form that editors and error matchers know from gcc.
#include "analyzer/report/places.h"
#include "analyzer/report/report.h"

#include "analyzer/diagnostic/sanitise.h"

namespace ironlaw {

void reportShort(const ReportInput& input, llvm::raw_ostream& out) {
    Places places(input.project.sources);
    for (const Diagnostic& diagnostic : input.diagnostics) {
        out << places.heading(diagnostic.location) << ": " << wordOf(diagnostic.severity) << ": "
            << sanitise(diagnostic.message) << " [" << diagnostic.rule << "]\n";
    }
}

} // namespace ironlaw
