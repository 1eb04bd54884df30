// See proof.h.
#include "analyzer/rollback/proof.h"

#include "analyzer/catalog/parts.h"
#include "analyzer/schema/difference.h"

#include <fmt/format.h>

#include <set>

namespace ironlaw {

namespace {

std::string phraseOf(const Difference& one) {
    switch (one.kind) {
    case Difference::Kind::Missing: return fmt::format("{} is missing", one.before->title);
    case Difference::Kind::LeftOver: return fmt::format("{} stays", one.after->title);
    case Difference::Kind::Renamed:
        return fmt::format("{} is called \"{}\"", one.before->title, one.after->name);
    case Difference::Kind::Reordered:
        return fmt::format("{} has its columns in the order {} instead of {}", one.before->title,
                           one.to, one.from);
    case Difference::Kind::Different: break;
    }
    return one.from == one.to
               ? fmt::format("{} has {} other than it was", one.before->title, one.to)
               : fmt::format("{} has {} instead of {}", one.before->title, one.to, one.from);
}

/// PostgreSQL takes no value from an enum: the draft says so itself.
bool isOfLabels(const Difference& one) { return one.attribute == "labels"; }

/// Adds the relations that the objects are parts of.
void addRelations(const Catalog& catalog, const std::vector<ObjectId>& objects,
                  std::set<ObjectId>& ids) {
    for (const ObjectId id : objects) {
        if (const CatalogObject* object = catalog.find(id)) {
            ids.insert(relationOf(*object));
        }
    }
}

void replayDraft(ParsedSection& parsed, std::string_view text, const DraftRun& run, Replay& replay,
                 DraftProof& proof) {
    const Execution execution = run.execution(run.section, parsed);
    std::vector<SentMessage> messages;
    if (execution.singleMessage) {
        messages.push_back({run.section.range.end, parsed.statements.size()});
    }
    replay.beginMigration();
    replay.beginSection(run.section, execution, std::move(messages));
    replay.doubts().section(parsed, text);
    for (const Statement* one : parsed.statements) {
        replay.enter(*one);
        const Effects effects = replay.effectsOf(*one);
        proof.refused |= effects.blockRefusal.has_value() && replay.transaction().isBlock();
        for (const Failure& failure : effects.failures) {
            proof.failures.push_back(failure.error);
        }
        replay.apply(*one, effects);
    }
    replay.endSection();
    for (const SyntaxError& error : parsed.errors) {
        proof.failures.emplace_back(error.message);
    }
}

} // namespace

DraftProof proveDraft(const SchemaInput& input, Catalog& catalog, Replay& replay,
                      std::string_view text, Arena& arena, const DraftRun& run,
                      const std::function<void()>& replayUp) {
    DraftProof proof;
    const PrepareOptions options{.psql = false, .placeholders = false};
    ParsedSection parsed = parse(text, run.section.range, options, arena);
    const SchemaInput after{catalog, [&](Location place) {
                                return place.file == run.section.file ? text
                                                                      : input.fileText(place);
                            }};
    const Catalog::Frame frame = catalog.openFrame();
    const Doubts::Mark mark = replay.doubts().mark();
    replayUp();
    replayDraft(parsed, text, run, replay, proof);
    const std::vector<ObjectId> changed = catalog.changedSince(frame);
    std::set<ObjectId> ids(changed.begin(), changed.end());
    addRelations(catalog, changed, ids);
    replay.doubts().rewind(mark);
    Catalog::TakenBack taken = catalog.takeBack(frame);
    addRelations(catalog, changed, ids);
    const DescribedSchema begin = describeObjects(input, ids);
    const Catalog::Frame again = catalog.openFrame();
    catalog.redo(std::move(taken));
    const DescribedSchema end = describeObjects(after, ids);
    catalog.undo(again);
    for (const Difference& one : differencesOf(begin, end)) {
        if (!isOfLabels(one)) {
            proof.remains.push_back(phraseOf(one));
        }
    }
    return proof;
}

} // namespace ironlaw
