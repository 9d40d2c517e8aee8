/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup pvd-examples
 * Which hosts keep working on a link with two providers that filter by source address (BCP 38), and
 * a walled garden? Hosts of several kinds stand side by side on the link, with the same
 * applications at the same times. See --help.
 */

#include "checked-command-line.h"
#include "pvd-multihoming/figures.h"
#include "pvd-multihoming/host-kind.h"
#include "pvd-multihoming/parameters.h"
#include "pvd-multihoming/report.h"
#include "pvd-multihoming/runs.h"
#include "pvd-multihoming/traces.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sys/stat.h>
#include <vector>

namespace
{

using namespace multihoming;

/// \param names "all", or names with commas \param [out] kinds of those names
/// \return what is wrong, in a sentence, or nothing
std::string
ChooseKinds(const std::string& names, std::vector<HostKind>& kinds)
{
    if (names == "all")
    {
        kinds = GetHostKinds();
        return "";
    }
    for (const auto& name : examples::SplitList(names))
    {
        const auto& all = GetHostKinds();
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& kind) {
            return kind.name == name;
        });
        const bool isTwice = std::any_of(kinds.begin(), kinds.end(), [&](const auto& kind) {
            return kind.name == name;
        });
        if (found == all.end() || isTwice)
        {
            return "--kinds: \"" + name + "\" is " +
                   (isTwice ? "there twice" : "no kind of host; --help lists them");
        }
        kinds.push_back(*found);
    }
    return kinds.empty() ? "--kinds: write all, or names of kinds" : "";
}

/// \return the file of the table
std::string
GetTablePath(const Parameters& parameters)
{
    return parameters.out + "/pvd-multihoming.csv";
}

/// \return true if all was written
bool
WriteResults(const Study& study)
{
    const std::string file = GetTablePath(study.parameters);
    std::ofstream csv(file);
    WriteCsv(csv, study);
    csv.close();
    if (!csv)
    {
        std::cerr << "pvd-multihoming: " << file << " cannot be written\n";
        return false;
    }
    std::cout << "Written: " << file << "\n";
    return !study.parameters.figures || WriteFigures(study, std::cout);
}

} // namespace

int
main(int argc, char* argv[])
{
    Parameters parameters;
    std::string error = ReadParameters(argc, argv, parameters);
    std::vector<HostKind> kinds;
    error = error.empty() ? ChooseKinds(parameters.kinds, kinds) : error;
    error = error.empty() ? Traces::FindMissing(parameters) : error;
    if (!error.empty())
    {
        std::cerr << "pvd-multihoming: " << error << "\n";
        return 1;
    }
    mkdir(parameters.out.c_str(), 0777); // it may be there
    if (!examples::IsWritable(GetTablePath(parameters)))
    {
        std::cerr << "pvd-multihoming: --out: " << GetTablePath(parameters)
                  << " cannot be written; write a folder below one that is there\n";
        return 1;
    }
    Study study{parameters, kinds, {}, {}};
    if (!RunAll(study))
    {
        return 1;
    }
    PrintTable(std::cout, study);
    PrintLessons(std::cout, study);
    return WriteResults(study) ? 0 : 1;
}
