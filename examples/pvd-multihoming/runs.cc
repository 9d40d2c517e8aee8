/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "runs.h"

#include "scenario.h"

#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <memory>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>

namespace multihoming
{

namespace
{

constexpr std::size_t AT_ONCE = 2;

/// A run in another process, which writes its record to a file that has no name.
struct Child
{
    pid_t process;                                        //!< its number
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file; //!< what it writes
};

std::optional<Record>
Simulate(const Study& study, std::size_t run, bool showsProgress)
{
    ns3::RngSeedManager::SetSeed(study.parameters.seed);
    ns3::RngSeedManager::SetRun(study.parameters.run + run);
    std::optional<Record> record;
    {
        Scenario scenario(study.parameters, study.kinds);
        record = scenario.Run(showsProgress, run == 0);
    }
    ns3::Simulator::Destroy();
    return record;
}

template <class T>
bool
Write(std::FILE* file, const std::vector<T>& values)
{
    const uint64_t size = values.size();
    return std::fwrite(&size, sizeof(size), 1, file) == 1 &&
           std::fwrite(values.data(), sizeof(T), size, file) == size;
}

template <class T>
bool
Read(std::FILE* file, std::vector<T>& values)
{
    uint64_t size = 0;
    if (std::fread(&size, sizeof(size), 1, file) != 1)
    {
        return false;
    }
    values.resize(size);
    return std::fread(values.data(), sizeof(T), size, file) == size;
}

bool
WriteRecord(std::FILE* file, const Record& record)
{
    bool good = Write(file, record.flows);
    for (const auto& host : record.counts)
    {
        for (const auto& counts : host)
        {
            good = good && Write(file, counts.octets) &&
                   std::fwrite(&counts.misfits, sizeof(counts.misfits), 1, file) == 1;
        }
    }
    return good && std::fflush(file) == 0;
}

bool
ReadRecord(std::FILE* file, std::size_t hosts, Record& record)
{
    std::rewind(file);
    bool good = Read(file, record.flows);
    record.counts.resize(hosts);
    for (auto& host : record.counts)
    {
        for (auto& counts : host)
        {
            good = good && Read(file, counts.octets) &&
                   std::fread(&counts.misfits, sizeof(counts.misfits), 1, file) == 1;
        }
    }
    return good;
}

/// \return a run that has begun; its process is negative if that was not possible
Child
Begin(const Study& study, std::size_t run)
{
    Child child{-1, {std::tmpfile(), std::fclose}};
    if (!child.file)
    {
        return child;
    }
    std::cout.flush();
    child.process = fork();
    if (child.process == 0)
    {
        const auto record = Simulate(study, run, false);
        std::_Exit(record && WriteRecord(child.file.get(), *record) ? 0 : 1);
    }
    return child;
}

/// Wait for a run. \param [out] record what it gave \return false if it failed
bool
End(const Child& child, std::size_t hosts, Record& record)
{
    int status = 0;
    return child.process > 0 && waitpid(child.process, &status, 0) == child.process &&
           WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
           ReadRecord(child.file.get(), hosts, record);
}

void
Add(Study& study, const Record& record)
{
    if (study.runs.empty())
    {
        study.first = record;
    }
    study.runs.push_back(Summarize(record, study.parameters));
}

} // namespace

bool
RunAll(Study& study)
{
    const bool isTerminal = isatty(STDERR_FILENO) == 1;
    const std::size_t runs = study.parameters.runs;
    if (runs == 1)
    {
        const auto record = Simulate(study, 0, isTerminal);
        if (record)
        {
            Add(study, *record);
        }
        return record.has_value();
    }
    std::deque<Child> children;
    for (std::size_t begun = 0; study.runs.size() < runs;)
    {
        if (begun < runs && children.size() < AT_ONCE)
        {
            children.push_back(Begin(study, begun++));
            continue;
        }
        Record record;
        if (!End(children.front(), study.kinds.size(), record))
        {
            std::cerr << "pvd-multihoming: run " << study.parameters.run + study.runs.size()
                      << " failed\n";
            for (std::size_t i = 1; i < children.size(); ++i)
            {
                waitpid(children[i].process, nullptr, 0);
            }
            return false;
        }
        children.pop_front();
        Add(study, record);
        if (isTerminal)
        {
            std::cerr << "\rpvd-multihoming: " << study.runs.size() << " of " << runs << " runs "
                      << std::flush;
        }
    }
    if (isTerminal)
    {
        std::cerr << "\r" << std::string(40, ' ') << "\r";
    }
    return true;
}

} // namespace multihoming
