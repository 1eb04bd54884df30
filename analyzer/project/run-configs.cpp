// See run-configs.h.
#include "analyzer/project/run-configs.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// Puts what the command line says on top of what the file says.
llvm::Error adjust(Config& config, const ProjectOptions& options) {
    if (!options.sizesPath.empty()) {
        if (llvm::Error error = loadTableSizes(options.sizesPath, config)) {
            return error;
        }
    }
    if (options.adjust) {
        if (llvm::Error error = options.adjust(config)) {
            return error;
        }
    }
    if (!options.tool.empty()) {
        config.tool = options.tool;
    }
    if (!options.schemaPath.empty()) {
        config.startSchema = options.schemaPath;
    }
    if (options.serverVersion != 0) {
        config.serverVersion = options.serverVersion;
    }
    return llvm::Error::success();
}

} // namespace

llvm::Expected<const Config*> RunConfigs::of(const std::string& folder) {
    const std::string path = options_.configPath.empty() ? findConfig(folder.empty() ? "." : folder)
                                                         : options_.configPath;
    if (auto known = std::ranges::find(configs_, path, &Config::path); known != configs_.end()) {
        return &*known;
    }
    Config config;
    if (!path.empty()) {
        llvm::Expected<Config> loaded = loadConfig(path);
        if (!loaded) {
            return loaded.takeError();
        }
        config = std::move(*loaded);
    }
    if (llvm::Error error = adjust(config, options_)) {
        return error;
    }
    configs_.push_back(std::move(config));
    return &configs_.back();
}

} // namespace ironlaw
