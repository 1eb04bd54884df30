// What a rule is: a constant with a few facts, and stateless functions that hear events.
#pragma once

#include "analyzer/diagnostic/diagnostic.h"
#include "analyzer/rule/event.h"

#include <array>
#include <string_view>

namespace ironlaw {

class Context;

/// One listener: which event it wants, and how it is called.
struct Listener {
    EventKey key;
    void (*invoke)(const void* event, Context& context) = nullptr;
};

/// At most this many listeners a rule; more is a sign that an effect is missing.
inline constexpr size_t maxListeners = 6;
using Listeners = std::array<Listener, maxListeners>;

namespace detail {

template <auto function> struct ListenerOf;

template <typename Event, void (*function)(const Event&, Context&)> struct ListenerOf<function> {
    static constexpr Listener value{eventKeyOf<Event>(), [](const void* event, Context& context) {
                                        function(*static_cast<const Event*>(event), context);
                                    }};
};

} // namespace detail

/// The listeners of a rule: `.check = on<&checkCreate, &checkAlter>()`. The signature of each
/// function, `void (const Event&, Context&)`, says what it hears: a statement (CreateIndex), an
/// action of ALTER TABLE (AddColumn), or one of the events of event.h.
template <auto... functions> consteval Listeners on() {
    static_assert(sizeof...(functions) <= maxListeners);
    return Listeners{detail::ListenerOf<functions>::value...};
}

struct Rule {
    std::string_view summary; ///< a noun phrase: what is there
    Severity severity = Severity::Warning;
    bool enabled = true; ///< false: not in the set "default"
    std::string_view since;
    /// Judged on the way back at its own severity, not as a note (history, rollback, suppression).
    bool fullOnWayBack = false;
    Listeners check = {};
};

} // namespace ironlaw
