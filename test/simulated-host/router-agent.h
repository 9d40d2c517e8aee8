/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_ROUTER_AGENT_H
#define PVD_ROUTER_AGENT_H

#include "ns3/node.h"

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace pvdsimulated
{

/**
 * Configures a simulated router statically, as the tester asks for it.
 */
class RouterAgent
{
  public:
    /**
     * \param node with the internet stack of the module
     * \param interfaces of the node, one for each link in order
     */
    RouterAgent(const ns3::Ptr<ns3::Node>& node, std::vector<uint32_t> interfaces);

    /**
     * Carry out a command; see main.cc for their list.
     * \param line the command
     * \return false if there is no such command
     */
    bool Do(const std::string& line);

  private:
    void Assign(std::istream& words);
    void AddRoute(std::istream& words);
    void SetMtu(std::istream& words);

    /// \param words the number of a link comes next \return its interface; a mistake ends the
    /// program
    uint32_t ReadInterface(std::istream& words) const;

    ns3::Ptr<ns3::Node> m_node;         //!< the node
    std::vector<uint32_t> m_interfaces; //!< by number of the link
};

} // namespace pvdsimulated

#endif /* PVD_ROUTER_AGENT_H */
