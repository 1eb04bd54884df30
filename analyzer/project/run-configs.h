// Which configuration holds for which folder. Within project/ only.
#pragma once

#include "analyzer/project/project.h"

namespace ironlaw {

/// The configurations of a run, with the command line on top of each. Every file is read once.
class RunConfigs {
public:
    /// Both arguments have to outlive this.
    RunConfigs(const ProjectOptions& options, std::deque<Config>& configs)
        : options_(options), configs_(configs) {}

    /// The configuration for `folder` (empty: the working directory): --config, or the nearest file
    /// upwards, or the defaults. It lives as long as the project.
    llvm::Expected<const Config*> of(const std::string& folder);

private:
    const ProjectOptions& options_;
    std::deque<Config>& configs_;
};

} // namespace ironlaw
