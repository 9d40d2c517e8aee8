/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_TEST_CASE_H
#define PVD_TEST_CASE_H

#include "pvd-test-host.h"

#include "ns3/simulator.h"
#include "ns3/test.h"

#include <string>

/**
 * \file
 * \ingroup pvd-test
 * A test case is a member function of the class of its suite.
 */

namespace ns3
{
namespace pvdtest
{

/// A simulation of one host on one link. It ends with the object.
struct OneHost
{
    TestLink link; //!< the link
    TestHost host; //!< the host; its interface is 1

    /// \param options how to make the host
    explicit OneHost(const HostOptions& options = HostOptions())
        : host(options)
    {
        host.AddInterface(link);
    }

    ~OneHost()
    {
        Simulator::Destroy();
    }

    /// Let the host hear a Router Advertisement now. \param router its sender
    void Hear(const RouterAdvertisement& ra, const Station& router = MakeRouter('a'))
    {
        link.Send(ra, router);
    }
};

/// A simulation of one host on two links, interfaces 1 and 2. It ends with the object.
struct TwoLinks : OneHost
{
    TestLink second; //!< the link of interface 2

    /// \param options how to make the host
    explicit TwoLinks(const HostOptions& options = HostOptions())
        : OneHost(options)
    {
        host.AddInterface(second, "02:00:00:00:00:02");
    }
};

/**
 * The test cases of a suite.
 * \tparam Suite the class derived from it, whose member functions are the cases
 */
template <class Suite>
class CaseOf : public TestCase
{
  public:
    /// What a case does.
    using Body = void (Suite::*)();

    /**
     * \param name what the case catches
     * \param body what it does
     */
    CaseOf(const std::string& name, Body body)
        : TestCase(name),
          m_body(body)
    {
    }

  private:
    void DoRun() override
    {
        (static_cast<Suite*>(this)->*m_body)();
    }

    Body m_body; //!< what it does
};

} // namespace pvdtest
} // namespace ns3

#endif /* PVD_TEST_CASE_H */
