/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_BINDING_H
#define PVD_BINDING_H

#include "pvd-provisioning-domain.h"

#include "ns3/attribute-helper.h"
#include "ns3/ipv6-address.h"

#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-binding
 * \brief What a socket, a thread or a process may use: what the one above it may (Inherit),
 * everything (None), or only some PvDs. A value.
 *
 * A PvD is named by its PvD ID, in any case and with or without the final dot, or, if it is
 * implicit, as PvdId::ToText prints it, such as "fe80:...:1%eth0".
 *
 * As text, in attributes and on the command line: "inherit", "none", "isp-a.example.com",
 * "first:a.example.com,b.example.com", "union:a.example.com,b.example.com",
 * "round-robin:a.example.com,b.example.com". A list without a policy is "first:".
 */
class PvdBinding
{
  public:
    /// What a binding says.
    enum Type : uint8_t
    {
        INHERIT, //!< nothing: the thread, the process decides
        NONE,    //!< any route and any address may be used
        PVDS,    //!< only those of some PvDs
    };

    /// Which of several PvDs is used.
    enum Policy : uint8_t
    {
        FIRST_USABLE,     //!< the first, in the order of the binding, that has a way to go
        UNION_BEST_ROUTE, //!< that of the best of all their routes
        ROUND_ROBIN,      //!< each connection begins with the next one
        SCORED,           //!< the one with the best score that has a way to go
    };

    /// What happens if a name is bound that no PvD has.
    enum Check : uint8_t
    {
        STRICT, //!< ERROR_NODEV
        LAZY,   //!< it waits for the PvD
    };

    /**
     * Says how well a PvD suits a connection.
     * \param pvd the PvD
     * \param destination where the connection goes
     * \return larger is better; a PvD with a negative score is not used
     */
    using Scorer = std::function<double(const Ptr<Pvd>& pvd, const Ipv6Address& destination)>;

    /// Inherit.
    PvdBinding() = default;
    /// \param pvd the only PvD that may be used
    PvdBinding(const std::string& pvd);
    /// \param pvd the only PvD that may be used
    PvdBinding(const char* pvd);
    /// \param pvds PvDs that may be used \param policy which of them is
    PvdBinding(const std::vector<std::string>& pvds, Policy policy = FIRST_USABLE);
    /// \param pvds PvDs that may be used \param policy which of them is
    PvdBinding(std::initializer_list<const char*> pvds, Policy policy = FIRST_USABLE);
    /// \param pvds PvDs that may be used \param scorer says which of them is
    PvdBinding(const std::vector<std::string>& pvds, Scorer scorer);

    /// \return the binding that leaves the decision to the process
    static PvdBinding Inherit();
    /// \return the binding that allows everything, whatever the process is bound to
    static PvdBinding None();
    /**
     * \param text see above
     * \param [out] binding what it says
     * \return false if it says nothing
     */
    static bool FromText(const std::string& text, PvdBinding& binding);

    /// \return what it says
    Type GetType() const;
    /// \return which of several PvDs is used
    Policy GetPolicy() const;
    /// \return the names of the PvDs, in order
    const std::vector<std::string>& GetPvds() const;
    /// \return says which PvD is used, if the policy is SCORED
    const Scorer& GetScorer() const;

    /// \return the text
    std::string ToText() const;
    /// \return true if both say the same; two scorers are never the same but as copies
    bool operator==(const PvdBinding& other) const;
    /// \return false if both say the same
    bool operator!=(const PvdBinding& other) const;

  private:
    /// What a binding to PvDs has; shared by copies, as it does not change.
    struct Pvds
    {
        std::vector<std::string> names; //!< see GetPvds
        Scorer scorer;                  //!< see GetScorer
    };

    std::shared_ptr<const Pvds> m_pvds; //!< of PVDS
    Type m_type{INHERIT};               //!< see GetType
    Policy m_policy{FIRST_USABLE};      //!< see GetPolicy
};

/// Print a binding.
std::ostream& operator<<(std::ostream& os, const PvdBinding& binding);
/// Read a binding; what says nothing sets the failbit.
std::istream& operator>>(std::istream& is, PvdBinding& binding);

ATTRIBUTE_HELPER_HEADER(PvdBinding);

} // namespace ns3

#endif /* PVD_BINDING_H */
