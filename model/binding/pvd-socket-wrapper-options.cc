/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-socket-wrapper.h"

namespace ns3
{

template <class Base>
uint64_t
PvdSocketWrapper<Base>::GetOptions() const
{
    uint64_t options = 1; // it differs from the 0 of who has not told any yet
    const auto add = [&options](uint64_t value, unsigned bits) {
        options = options << bits | value;
    };
    add(this->GetIpTos(), 8);
    add(this->GetPriority(), 8);
    add(this->GetIpv6Tclass(), 8);
    add(this->GetIpTtl(), 8);
    add(this->GetIpv6HopLimit(), 8);
    add(this->IsManualIpv6Tclass(), 1);
    add(this->IsManualIpTtl(), 1);
    add(this->IsManualIpv6HopLimit(), 1);
    add(this->IsRecvPktInfo(), 1);
    add(this->IsIpRecvTos(), 1);
    add(this->IsIpRecvTtl(), 1);
    add(this->IsIpv6RecvTclass(), 1);
    add(this->IsIpv6RecvHopLimit(), 1);
    return options;
}

template <class Base>
void
PvdSocketWrapper<Base>::SyncOptions() const
{
    const uint64_t options = GetOptions();
    if (options == m_options)
    {
        return;
    }
    m_options = options;
    Socket& inner = *m_inner;
    if (this->GetIpTos() != inner.GetIpTos())
    {
        inner.SetIpTos(this->GetIpTos()); // and with it the priority
    }
    inner.SetPriority(this->GetPriority());
    inner.SetIpv6Tclass(this->IsManualIpv6Tclass() ? this->GetIpv6Tclass() : -1);
    if (this->IsManualIpTtl())
    {
        inner.SetIpTtl(this->GetIpTtl());
    }
    if (this->IsManualIpv6HopLimit())
    {
        inner.SetIpv6HopLimit(this->GetIpv6HopLimit());
    }
    SyncReceiveOptions();
}

template <class Base>
void
PvdSocketWrapper<Base>::SyncReceiveOptions() const
{
    Socket& inner = *m_inner;
    inner.SetRecvPktInfo(this->IsRecvPktInfo());
    inner.SetIpRecvTos(this->IsIpRecvTos());
    inner.SetIpRecvTtl(this->IsIpRecvTtl());
    inner.SetIpv6RecvTclass(this->IsIpv6RecvTclass());
    inner.SetIpv6RecvHopLimit(this->IsIpv6RecvHopLimit());
}

// The class is instantiated elsewhere, without these.
template uint64_t PvdSocketWrapper<Socket>::GetOptions() const;
template uint64_t PvdSocketWrapper<UdpSocket>::GetOptions() const;
template void PvdSocketWrapper<Socket>::SyncOptions() const;
template void PvdSocketWrapper<UdpSocket>::SyncOptions() const;
template void PvdSocketWrapper<Socket>::SyncReceiveOptions() const;
template void PvdSocketWrapper<UdpSocket>::SyncReceiveOptions() const;

} // namespace ns3
