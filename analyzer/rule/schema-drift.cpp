// See schema-drift.h.
#include "analyzer/rule/schema-drift.h"

#include "analyzer/rule/context.h"
#include "analyzer/rule/drift-doubts.h"
#include "analyzer/rule/history-replay.h"
#include "analyzer/rule/parsed-project.h"
#include "analyzer/rule/run-summary.h"
#include "analyzer/rule/selection.h"
#include "analyzer/rule/written-names.h"
#include "analyzer/schema/difference.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

namespace {

const Migration noMigration;
const Section noSection;
const Effects noEffects;

/// Histories with the schema that they lead to.
class Side {
public:
    /// A dump is a whole schema, also one with nothing in it.
    Side(const Project& project, std::span<const History> histories, std::string_view last,
         bool isDump)
        : parsed_(project, histories), config_(*histories.front().config),
          catalog_(isDump || parsed_.startsFromNothing(), config_.defaultSchema),
          replay_(catalog_, serverVersionOf(config_), config_.sessionSettings()) {
        parsed_.replay(last, replay_);
        const SchemaInput input{catalog_, [&](Location place) { return parsed_.fileText(place); },
                                [&](Location place) { return parsed_.hasPlaceholder(place); }};
        schema_ = {describeSchema(input, Comparison::Dump), catalog_.complete()};
    }

    const ParsedProject& parsed() const { return parsed_; }
    const Replay& replay() const { return replay_; }
    const DescribedSchema& schema() const { return schema_; }

private:
    ParsedProject parsed_;
    const Config& config_;
    Catalog catalog_;
    Replay replay_;
    DescribedSchema schema_;
};

} // namespace

/// Lets the rules that hear of differences speak, as the runner of a history does with its events.
class DriftJudge {
public:
    DriftJudge(const Project& project, const History& history, const Replay& replay,
               std::initializer_list<const ParsedProject*> texts)
        : project_(project), history_(history), selection_(*history.config),
          orders_(orderOfFiles(project)), context_(*history.config, project.sources, replay) {
        for (const ParsedProject* text : texts) {
            for (const auto& one : text->histories()) {
                parsed_.push_back(one.get());
                written_.emplace_back(project.sources, *one);
            }
        }
        context_.history_ = &history_;
        context_.migration_ = &noMigration;
        context_.section_ = &noSection;
        context_.effects_ = &noEffects;
        context_.diagnostics_ = &found_;
    }

    void hear(const SchemaDrift& drift) {
        for (const Selection::Hearer& hearer : selection_.hearers(eventKeyOf<SchemaDrift>())) {
            context_.rule_ = hearer.rule->rule;
            hearer.invoke(&drift, context_);
            for (Diagnostic& diagnostic : found_) {
                take(*hearer.rule, diagnostic);
            }
            found_.clear();
        }
    }

    std::vector<Diagnostic> result() { return std::move(result_); }
    const std::vector<uint32_t>& orders() const { return orders_; }

private:
    void take(const ActiveRule& rule, Diagnostic& diagnostic) {
        const FileId file = diagnostic.location.file;
        diagnostic.order = orders_[file];
        diagnostic.severity = Selection::severityOf(rule, Direction::Up);
        if (selection_.ignoresPath(rule, project_.sources[file].path)) {
            return;
        }
        for (size_t i = 0; i < parsed_.size(); ++i) {
            if (ParsedFile* own = parsed_[i]->file(file)) {
                if (own->suppressions.allows(diagnostic.rule, diagnostic.location.range.begin)) {
                    return;
                }
                diagnostic.migration = migrationAt(*own, diagnostic.location.range.begin);
            }
            written_[i].restore(diagnostic);
        }
        result_.push_back(std::move(diagnostic));
    }

    static std::string migrationAt(const ParsedFile& file, uint32_t offset) {
        const auto view = std::ranges::find_if(file.sections, [&](const SectionView& one) {
            return one.section->range.contains(offset);
        });
        return view == file.sections.end() ? "" : view->migration->version;
    }

    const Project& project_;
    const History& history_;
    Selection selection_;
    std::vector<uint32_t> orders_;
    Context context_;
    std::vector<ParsedHistory*> parsed_;
    std::vector<WrittenNames> written_; ///< of each of those
    std::vector<Diagnostic> found_;
    std::vector<Diagnostic> result_;
};

namespace {

void remark(const DriftDoubts& doubts, std::string_view side, std::string_view other,
            std::vector<std::string>& remarks) {
    if (doubts.areAboutEverything()) {
        remarks.push_back(fmt::format("{} runs programs that are not read: no difference is "
                                      "certain, and none is told",
                                      side));
    } else if (doubts.areAboutOthers()) {
        remarks.push_back(fmt::format("{} runs what is not seen, such as dynamic SQL: the tables "
                                      "and other objects that only {} has are not told",
                                      side, other));
    }
}

void remark(const Side& side, std::string_view what, std::vector<std::string>& remarks) {
    if (const size_t count = side.parsed().unanalysed()) {
        remarks.push_back(fmt::format(
            "{} of {} not analysed, which `ironlaw check` shows; what they do is not compared",
            count == 1 ? "1 statement" : fmt::format("{} statements", count),
            fmt::format("{} {}", what, count == 1 ? "was" : "were")));
    }
}

} // namespace

DriftResult findDrift(const Project& project, const DriftOptions& options) {
    const std::span<const History> all = project.histories;
    const std::span<const History> histories = all.first(all.size() - options.dumps);
    const Side history(project, histories, options.last, false);
    const Side dump(project, all.last(options.dumps), "", true);
    DriftJudge judge(project, histories.front(), history.replay(),
                     {&history.parsed(), &dump.parsed()});
    const DriftDoubts doubts(history.parsed(), histories, history.replay().doubts(), false);
    const DriftDoubts ofDump(dump.parsed(), all.last(options.dumps), dump.replay().doubts(), true);
    DriftResult result;
    for (const Difference& one : differencesOf(history.schema(), dump.schema())) {
        if (!doubts.areAbout(one) && !ofDump.areAbout(one)) {
            judge.hear(SchemaDrift{one, options.dump});
        }
    }
    result.run.diagnostics = judge.result();
    result.run.failed = isFailure(*histories.front().config, result.run.diagnostics);
    sortDiagnostics(result.run.diagnostics);
    for (const Side* side : {&history, &dump}) {
        const auto& parsed = side->parsed().histories();
        for (size_t i = 0; i < parsed.size(); ++i) {
            const History& one = side == &history ? histories[i] : all.last(options.dumps)[i];
            summarise(project.sources, one, *parsed[i], judge.orders(), result.run.files);
        }
    }
    result.run.summary = total(result.run);
    remark(doubts, "the history", options.dump, result.remarks);
    remark(ofDump, options.dump, "the history", result.remarks);
    if (!history.schema().complete) {
        result.remarks.push_back(fmt::format("the history does not start from an empty database: "
                                             "objects that only {} has are not told",
                                             options.dump));
    }
    remark(history, "the history", result.remarks);
    remark(dump, options.dump, result.remarks);
    return result;
}

} // namespace ironlaw
