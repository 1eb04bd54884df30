// Replaying and dispatching, event by event.
#include "analyzer/rule/history-runner.h"

#include "analyzer/replay/changed-objects.h"
#include "analyzer/rule/completeness.h"
#include "analyzer/rule/history-replay.h"
#include "analyzer/rule/query-use.h"
#include "analyzer/rule/unseen-migrations.h"

#include <algorithm>
#include <utility>

namespace ironlaw {

namespace {

/// What the context shows where there is no migration, section or statement.
const Migration noMigration;
const Section noSection;
const Effects noEffects;

/// One file without what lies beside it is no whole history, whatever the configuration says.
Completeness completenessOf(const History& history) {
    const bool isPart = std::ranges::any_of(history.migrations, &Migration::takenAlone);
    return isPart && history.config->complete == Completeness::Yes ? Completeness::Auto
                                                                   : history.config->complete;
}

bool mayChangeRows(const Statement& statement) {
    return statement.kind == StatementKind::Query || statement.kind == StatementKind::Copy ||
           statement.kind == StatementKind::Truncate || statement.kind == StatementKind::Do ||
           statement.kind == StatementKind::Call;
}

} // namespace

Runner::Runner(const Sources& sources, const History& history, ParsedHistory& parsed,
               const std::vector<uint32_t>& orders, std::vector<Diagnostic>& result)
    : sources_(sources), history_(history), parsed_(parsed), orders_(orders), result_(result),
      selection_(*history.config),
      catalog_(startsFromNothing(parsed, completenessOf(history)), history.config->defaultSchema),
      replay_(catalog_, serverVersionOf(*history.config), history.config->sessionSettings()),
      texts_{catalog_, [&parsed](Location place) { return parsed.textOf(place.file); }},
      context_(*history.config, sources, replay_), reported_(sources.size(), true),
      written_(sources, parsed) {
    context_.history_ = &history_;
    context_.migration_ = &noMigration;
    context_.section_ = &noSection;
    context_.effects_ = &noEffects;
    context_.diagnostics_ = &found_;
    for (const ProjectFile& file : history.files) {
        reported_[file.file] = file.reported;
    }
}

void Runner::run() {
    doubtRepeatables();
    const size_t unseen = firstBehindUnseen(history_, parsed_.migrations());
    for (size_t i = 0; i < parsed_.migrations().size(); ++i) {
        if (i == unseen) {
            replay_.doubts().everything();
        }
        migration(parsed_.migrations()[i]);
    }
    judging_ = true;
    if (!parsed_.migrations().empty()) {
        historyEnd();
    }
    unusedAllowances();
}

/// They run again whenever they change: when they last did so before a migration is not known.
void Runner::doubtRepeatables() {
    for (const ParsedMigration& parsed : parsed_.migrations()) {
        for (const SectionView& view : parsed.up) {
            for (const Statement* one : view.parsed->statements) {
                if (parsed.migration->repeatable) {
                    replay_.doubts().namesOf(*one);
                }
            }
        }
    }
}

void Runner::migration(const ParsedMigration& parsed) {
    judging_ = parsed.migration->reported;
    context_.migration_ = parsed.migration;
    if (parsed.migration->upInOtherLanguage) {
        replay_.doubts().everything();
    }
    std::optional<RollbackProof> proof;
    if (isProvable(parsed)) {
        proof.emplace(catalog_, replay_.doubts(), texts_);
    }
    tracing_ = proof.has_value();
    Way up = way(parsed.up, Direction::Up);
    Way down;
    std::optional<RollbackResult> proved;
    if (!parsed.down.empty()) {
        const Doubts::Mark mark = replay_.doubts().mark();
        if (parsed.up.empty()) {
            replay_.doubts().everything();
        }
        if (proof) {
            proof->wayBack();
            down = way(parsed.down, Direction::Down);
            proved = proof->end(up.trace, down.trace);
        } else {
            Catalog::Frame frame = catalog_.openFrame();
            down = way(parsed.down, Direction::Down);
            catalog_.undo(frame);
        }
        replay_.doubts().rewind(mark);
    }
    for (const SectionProblem& problem : parsed.migration->problems) {
        sectionProblem(parsed, problem);
    }
    if (!parsed.migration->schemaDump) {
        migrationEnd(parsed, up, down);
        if (proved && !down.changes.empty()) {
            rollbackEnd(parsed, *proved);
        }
        needlessIrreversibles(parsed, up, down, proved ? &*proved : nullptr);
    }
}

/// It is told in the first section of its file.
void Runner::sectionProblem(const ParsedMigration& parsed, const SectionProblem& problem) {
    for (const std::span<const SectionView> way : {parsed.up, parsed.down}) {
        const auto inFile = std::ranges::find_if(
            way, [&](const SectionView& view) { return view.section->file == problem.file; });
        if (inFile != way.end()) {
            enter(*inFile);
            hear(SectionProblemFound{problem});
            return;
        }
    }
}

Runner::Way Runner::way(std::span<const SectionView> sections, Direction direction) {
    Way way;
    context_.direction_ = direction;
    context_.met_.clear();
    replay_.beginMigration();
    replay_.doubts().beginWay();
    const ObjectId firstMade = catalog_.nextId();
    for (const SectionView& view : sections) {
        if (way.firstSection == nullptr) {
            way.firstSection = view.section;
            way.first = {view.section->file,
                         {view.section->range.begin, view.section->range.begin}};
        }
        section(view, way);
    }
    if (direction == Direction::Up) {
        forgetPassing(way, firstMade);
    }
    if (!replay_.session().left().empty()) {
        hear(SettingsLeft{replay_.session().left()});
    }
    return way;
}

void Runner::section(const SectionView& view, Way& way) {
    enter(view);
    problemsOf(view);
    const std::vector<const Statement*>& statements = view.parsed->statements;
    context_.execution_ = executionOf(history_, view);
    replay_.beginSection(*view.section, context_.execution_, messagesOf(view, context_.execution_));
    replay_.doubts().section(*view.parsed, sources_[view.section->file].text());
    std::vector<const Statement*> commits;
    for (const Statement* one : statements) {
        replay_.enter(*one);
        Effects effects = replay_.effectsOf(*one);
        if (effects.changesDatabase && !replay_.transaction().isBlock()) {
            commits.push_back(one);
        }
        // A way up has to be undone if it surely changes something; a way back is not empty as long
        // as it may.
        const Direction direction = view.section->direction;
        bool counts =
            direction == Direction::Up ? effects.changesDatabase : effects.mayChangeDatabase;
        const Location place{view.section->file, one->range};
        if (way.statements == 0) {
            way.first = place;
            way.firstSection = view.section;
        }
        std::optional<Way::Change> change;
        if (counts) {
            change = Way::Change{replay_.applied(), place, view.section, {}, mayChangeRows(*one)};
        }
        ++way.statements;
        way.rewritesStorage |=
            one->kind == StatementKind::Vacuum || one->kind == StatementKind::Cluster;
        if (judging_ && direction == Direction::Up) {
            std::ranges::move(beyondSql(*one, replay_), std::back_inserter(way.beyondSql));
        }
        way.doubtful |= !effects.changesDatabase && effects.mayChangeDatabase;
        const auto* block = as<Do>(*one);
        way.raises |= block != nullptr && block->body.raises;
        if (judging_) {
            statement(*one, effects);
        }
        applyOn(way, *one, effects, std::move(change));
    }
    if (!view.section->commentedOut) {
        hear(SectionEnd{commits, view.parsed->errors.empty()});
    }
    replay_.endSection();
    way.errors += view.parsed->errors.size() + view.parsed->bodyErrors.size();
    // A file that the tool or psql puts there is not seen, and may hold any statement.
    const PreparedText& prepared = view.parsed->prepared;
    way.errors +=
        statements.empty() && !(prepared.placeholders.empty() && prepared.commands.empty()) ? 1 : 0;
}

void Runner::applyOn(Way& way, const Statement& statement, const Effects& effects,
                     std::optional<Way::Change> change) {
    const ObjectId firstMade = catalog_.nextId();
    std::optional<ChangedObjects> only =
        change ? changedObjects(statement, catalog_, replay_.serverVersion()) : std::nullopt;
    TracedStatement traced{&statement, context_.file_, replay_.applied(), {}};
    catalog_.logChanges(tracing_ ? &traced.objects : nullptr);
    apply(statement, effects);
    catalog_.logChanges(nullptr);
    if (tracing_) {
        way.trace.push_back(std::move(traced));
    }
    if (only && only->makes) {
        for (ObjectId id = firstMade; id < catalog_.nextId(); ++id) {
            const Table* table = catalog_.get<Table>(id);
            if (catalog_.find(id) != nullptr && (table == nullptr || table->complete)) {
                only->known.push_back(id);
            }
        }
    }
    if (only && !(only->makes && only->known.empty())) {
        change->objects = std::move(only->known);
    }
    if (change) {
        way.changes.push_back(std::move(*change));
    }
    if (const auto behind = replay_.undoneBehind()) {
        std::erase_if(way.changes, [&](const Way::Change& one) { return one.applied >= *behind; });
        std::erase_if(way.trace,
                      [&](const TracedStatement& one) { return one.applied >= *behind; });
    }
}

void Runner::forgetPassing(Way& way, ObjectId before) const {
    const auto isGone = [&](ObjectId id) { return id >= before && catalog_.find(id) == nullptr; };
    std::erase_if(way.changes, [&](const Way::Change& change) {
        return change.objects && std::ranges::all_of(*change.objects, isGone);
    });
}

void Runner::enter(const SectionView& view) {
    context_.section_ = view.section;
    context_.migration_ = view.migration;
    context_.direction_ = view.section->direction;
    context_.file_ = view.section->file;
    context_.statement_ = nullptr;
    context_.effects_ = &noEffects;
}

void Runner::problemsOf(const SectionView& view) {
    for (const TextProblem& problem : view.parsed->prepared.problems) {
        hear(TextProblemFound{problem});
    }
    for (const auto* errors : {&view.parsed->errors, &view.parsed->bodyErrors}) {
        for (const SyntaxError& error : *errors) {
            hear(SyntaxErrorFound{error});
        }
    }
    const ParsedFile& file = *parsed_.file(view.section->file);
    std::string_view text = sources_[file.file].text();
    for (const Suppressions::Problem& problem : file.suppressions.problems()) {
        if (file.sections[problem.section].section == view.section) {
            hear(SuppressionProblem{problem.kind, problem.range,
                                    text.substr(problem.range.begin, problem.range.size()),
                                    problem.nearest});
        }
    }
}

void Runner::statement(const Statement& statement, const Effects& effects) {
    const Statement* outerStatement = context_.statement_;
    const Effects* outerEffects = context_.effects_;
    context_.statement_ = &statement;
    context_.effects_ = &effects;
    hear({EventKind::Statement, static_cast<uint8_t>(statement.kind)}, &statement);
    if (const auto* alter = as<AlterTable>(statement)) {
        for (const AlterAction* action : alter->actions) {
            hear({EventKind::Action, static_cast<uint8_t>(action->kind)}, action);
        }
    }
    if (effects.blockRefusal) {
        hear(BlockRefused{*effects.blockRefusal, inBlock_});
    }
    if (const auto* routine = as<CreateRoutine>(statement)) {
        refusalsWithin(routine->body);
    }
    // The statements within a block are heard on their own.
    if (statement.kind != StatementKind::Do && statement.kind != StatementKind::CreateSchema) {
        hear(effects);
        for (const Lock& lock : effects.locks) {
            hear(lock);
        }
        for (const Work& work : effects.work) {
            hear(work);
        }
    }
    for (const Failure& failure : effects.failures) {
        hear(failure);
    }
    eachQueryUse(statement, [&](const QueryUse& use) { hear(use); });
    innerStatements(statement);
    context_.statement_ = outerStatement;
    context_.effects_ = outerEffects;
}

/// Judging what is within a statement replaces objects of the catalog: effects that point to them
/// are asked for again.
void Runner::apply(const Statement& statement, const Effects& effects) {
    const bool hasInner =
        statement.kind == StatementKind::Do || statement.kind == StatementKind::CreateSchema;
    replay_.apply(statement, hasInner ? replay_.effectsOf(statement) : effects);
}

/// The statements within DO and CREATE SCHEMA run one after the other: each is judged on what the
/// ones before it have made. The outer statement makes all that once more when it is applied.
void Runner::innerStatements(const Statement& statement) {
    std::span<const Statement* const> inner;
    if (const auto* block = as<Do>(statement)) {
        inner = block->body.statements;
    } else if (const auto* schema = as<CreateSchema>(statement)) {
        inner = schema->elements;
    }
    if (inner.empty()) {
        return;
    }
    const bool outer = std::exchange(inBlock_, inBlock_ || statement.kind == StatementKind::Do);
    Catalog::Frame frame = catalog_.openFrame();
    replay_.beginInner();
    if (const auto* schema = as<CreateSchema>(statement)) {
        catalog_.setSearchPath({schema->name.text});
    }
    for (const Statement* one : inner) {
        const Effects effects = replay_.effectsOf(*one);
        this->statement(*one, effects);
        if (one->kind != StatementKind::Transaction) {
            apply(*one, effects);
        }
    }
    replay_.endInner();
    catalog_.undo(frame);
    inBlock_ = outer;
}

/// The statements of a routine do not run yet; but what PostgreSQL refuses in all routines will
/// fail whenever they do.
void Runner::refusalsWithin(const Body& body) {
    for (const Statement* one : body.statements) {
        if (const auto refusal = blockRefusalOf(*one, replay_)) {
            hear(BlockRefused{*refusal, true});
        }
        if (const Body* inner = bodyOf(*one)) {
            refusalsWithin(*inner);
        }
    }
}

void Runner::historyEnd() {
    context_.migration_ = &noMigration;
    context_.section_ = &noSection;
    context_.direction_ = Direction::Up;
    context_.execution_ = {};
    context_.statement_ = nullptr;
    context_.effects_ = &noEffects;
    atHistoryEnd_ = true;
    hear(HistoryEnd{history_});
    atHistoryEnd_ = false;
}

void Runner::hear(EventKey key, const void* event) {
    if (!judging_) {
        return;
    }
    for (const Selection::Hearer& hearer : selection_.hearers(key)) {
        if (!selection_.judges(*hearer.rule, context_.direction_)) {
            continue;
        }
        context_.rule_ = hearer.rule->rule;
        hearer.invoke(event, context_);
        take(*hearer.rule);
    }
}

} // namespace ironlaw
